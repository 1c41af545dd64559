import { getContainer } from '@longshore/common/api/inventory';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import type { Span } from '../../controls/time/time-range.ts';

/** Buckets of each chart: about one for every four pixels of a wide screen. */
const POINTS = 180;

/** Everything of one container in a time range. */
export const containerQuery = (id: string, { fromMs, toMs }: Span) =>
  queryOptions({
    queryKey: ['container', id, fromMs, toMs],
    queryFn: async ({ signal }) => ({
      // The charts go on showing the range that they were asked for until the next one is there.
      span: { fromMs, toMs },
      ...(await call(
        getContainer,
        {
          id,
          from: new Date(fromMs).toISOString(),
          to: new Date(toMs).toISOString(),
          points: POINTS,
        },
        signal,
      )),
    }),
    placeholderData: keepPreviousData,
  });
