import {
  getLogFieldValues,
  getLogHistogram,
  LOG_TAIL_PATH,
  listLogFields,
  searchLogs,
} from '@longshore/common/api/logs';
import { errors } from '@longshore/common/errors';
import type { FastifyInstance } from 'fastify';
import type { EventStreams } from '../event-stream.ts';
import type { SearchClient } from '../search-client.ts';
import { bucketsOf } from '../search-types.ts';
import { serve } from '../serve.ts';
import { bucketStarts, chooseInterval, parseTimeRange } from '../time-range.ts';
import { mapHistogram } from './histogram.ts';
import { mapLogLine } from './log-line.ts';
import { LOG_INDICES, parseLogSelection } from './log-query.ts';
import { histogramSearch, linesSearch, mapFields, valuesSearch } from './searches.ts';
import type { LogTails } from './tail.ts';

export interface LogParts {
  readonly client: SearchClient;
  readonly tails: LogTails;
  readonly streams: EventStreams;
}

/** The API of the log explorer. */
export function logRoutes(app: FastifyInstance, { client, tails, streams }: LogParts): void {
  serve(app, searchLogs, async ({ from, to, q, filters, size, after, order }, { signal }) => {
    const range = parseTimeRange(from, to, Date.now());
    const body = linesSearch(parseLogSelection(q, filters), range, { size, after, order });
    const { hits } = await client.search(LOG_INDICES, body, signal);
    return {
      total: hits.total?.value ?? 0,
      totalIsLowerBound: hits.total?.relation === 'gte',
      lines: hits.hits.map(mapLogLine),
    };
  });

  serve(app, getLogHistogram, async ({ from, to, q, filters, points }, { signal }) => {
    const range = parseTimeRange(from, to, Date.now());
    const intervalMs = chooseInterval(range, points);
    const body = histogramSearch(parseLogSelection(q, filters), range, intervalMs);
    const { aggregations } = await client.search(LOG_INDICES, body, signal);
    const starts = bucketStarts(range, intervalMs);
    return { intervalMs, ...mapHistogram(bucketsOf(aggregations, 'times'), starts) };
  });

  serve(app, listLogFields, async (_query, { signal }) =>
    mapFields(await client.fieldCaps(LOG_INDICES, signal)),
  );

  serve(app, getLogFieldValues, async ({ from, to, q, filters, field }, { signal }) => {
    const range = parseTimeRange(from, to, Date.now());
    const body = valuesSearch(parseLogSelection(q, filters), range, field);
    const { hits, aggregations } = await client.search(LOG_INDICES, body, signal);
    return {
      total: hits.total?.value ?? 0,
      values: bucketsOf(aggregations, 'values').map((bucket) => ({
        value: String(bucket.key_as_string ?? bucket.key),
        count: bucket.doc_count,
      })),
    };
  });

  app.get(LOG_TAIL_PATH, (request, reply) => {
    const { q, filters } = tailParameters(request.query as Readonly<Record<string, unknown>>);
    const selection = parseLogSelection(q, filters);
    streams.open(request, reply, (stream) => tails.watch(selection, stream));
  });
}

function tailParameters(query: Readonly<Record<string, unknown>>) {
  const { q = '', filters = '[]', ...rest } = query;
  const unknown = Object.keys(rest);
  if (unknown.length > 0 || typeof q !== 'string' || typeof filters !== 'string') {
    throw errors.illegalArgument(
      `live tail takes the parameters [q] and [filters], each once; got [${Object.keys(query).join(', ')}]`,
    );
  }
  return { q, filters };
}
