import { getStatus } from '@longshore/common/api/status';
import { queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** The version of the server and what works of it. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => call(getStatus, {}, signal),
});
