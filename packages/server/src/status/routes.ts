import type { Problem } from '@longshore/common/api/inventory';
import { getStatus } from '@longshore/common/api/status';
import type { FastifyInstance } from 'fastify';
import type { SearchClient } from '../search-client.ts';
import { serve } from '../serve.ts';
import { storeProblem } from '../store-problem.ts';

export interface StatusParts {
  readonly client: Pick<SearchClient, 'info'>;
  readonly version: string;
  /** What is wrong with hosts and agents at the moment. */
  readonly problems: () => Promise<readonly Problem[]>;
}

/** The API that says what works. It answers also when the store does not. */
export function statusRoutes(
  app: FastifyInstance,
  { client, version, problems }: StatusParts,
): void {
  serve(app, getStatus, async (_query, { signal }) => {
    try {
      const store = await client.info(signal);
      const found = [...(await problems())];
      return { version, storeReachable: true, storeVersion: store.version, problems: found };
    } catch (error) {
      const problem = storeProblem(error);
      return {
        version,
        storeReachable: problem.code !== 'store_unreachable',
        storeVersion: null,
        problems: [problem],
      };
    }
  });
}
