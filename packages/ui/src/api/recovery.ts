import { getRecovery, type StoreRecovery } from '@longshore/common/api/recovery';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from './call.ts';

/** Whether the store has all of its data; the frame of the pages keeps it up to date. */
export const recoveryQuery = queryOptions({
  queryKey: ['recovery'],
  queryFn: ({ signal }) => call(getRecovery, {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** How far the store is with reading back what it had not yet written; undefined when it has everything. */
export function useRecovery(): StoreRecovery | undefined {
  const { data, isError } = useQuery(recoveryQuery);
  // A store that does not answer now may do anything; the pages say that it is away.
  return isError ? undefined : (data?.recovery ?? undefined);
}
