import { getRecovery } from '@longshore/common/api/recovery';
import type { FastifyInstance } from 'fastify';
import type { SearchClient } from '../search-client.ts';
import { serve } from '../serve.ts';
import { readRecovery } from './store-recovery.ts';

/** The API that says whether the store has all of its data again. */
export function recoveryRoutes(
  app: FastifyInstance,
  client: Pick<SearchClient, 'health' | 'recoveries'>,
): void {
  serve(app, getRecovery, async (_query, { signal }) => ({
    recovery: (await readRecovery(client, signal)) ?? null,
  }));
}
