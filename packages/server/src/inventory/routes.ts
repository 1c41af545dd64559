import { getContainer, getInventory, INVENTORY_STREAM_PATH } from '@longshore/common/api/inventory';
import type { FastifyInstance } from 'fastify';
import type { EventStreams } from '../event-stream.ts';
import type { SearchClient } from '../search-client.ts';
import { searchNamed } from '../search-named.ts';
import { serve } from '../serve.ts';
import { chooseInterval, parseTimeRange } from '../time-range.ts';
import { mapContainerDetail } from './container-detail.ts';
import { containerSearches } from './container-searches.ts';
import type { InventoryPoller } from './poller.ts';

export interface InventoryParts {
  readonly client: SearchClient;
  readonly poller: InventoryPoller;
  readonly streams: EventStreams;
}

/** The API of hosts and containers. */
export function inventoryRoutes(
  app: FastifyInstance,
  { client, poller, streams }: InventoryParts,
): void {
  serve(app, getInventory, () => poller.current());

  app.get(INVENTORY_STREAM_PATH, (request, reply) => {
    streams.open(request, reply, (stream) =>
      poller.watch((inventory) => stream.send('message', inventory)),
    );
  });

  serve(app, getContainer, async ({ id, from, to, points }, { signal }) => {
    const range = parseTimeRange(from, to, Date.now());
    const question = { id, range, intervalMs: chooseInterval(range, points) };
    const answers = await searchNamed(client, containerSearches(question), signal);
    return mapContainerDetail(question, answers);
  });
}
