import {
  getInventory,
  INVENTORY_STREAM_PATH,
  type Inventory,
} from '@longshore/common/api/inventory';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from './call.ts';
import { openStream, type StreamState } from './stream.ts';

/** How often the snapshot is asked for when the stream does not work. */
const POLL_MS = 5_000;

/** One snapshot of hosts and containers. */
export const inventoryQuery = queryOptions({
  queryKey: ['inventory'],
  queryFn: ({ signal }) => call(getInventory, {}, signal),
  staleTime: 15_000,
});

/**
 * The snapshot, kept up to date by the stream, or by polling while the stream does not work. It is asked for anew
 * whenever `refreshes` grows.
 */
export function useLiveInventory(isLive: boolean, refreshes: number) {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');
  useEffect(() => {
    if (!isLive) {
      return;
    }
    return openStream(INVENTORY_STREAM_PATH, {
      onState: setState,
      events: {
        // The server serialises each message with the schema of `Inventory`.
        message: (data) => client.setQueryData(inventoryQuery.queryKey, data as Inventory),
      },
    });
  }, [client, isLive]);
  useEffect(() => {
    if (refreshes > 0) {
      void client.invalidateQueries({ queryKey: inventoryQuery.queryKey });
    }
  }, [client, refreshes]);
  const isPolling = isLive && state === 'broken';
  const inventory = useQuery({ ...inventoryQuery, refetchInterval: isPolling ? POLL_MS : false });
  return { inventory, isPolling };
}
