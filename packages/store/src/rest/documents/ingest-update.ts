import type { IngestPlan } from '../../ingest/ingest.ts';
import type { Store } from '../route.ts';
import { ingestWrite } from './ingest-write.ts';
import type { WriteRequest } from './write-request.ts';

/** The document that an update writes, after its pipelines; `undefined` when they dropped it. */
export async function ingestUpdate(
  store: Store,
  plan: IngestPlan,
  request: WriteRequest,
): Promise<WriteRequest | undefined> {
  const { entry, id, routing, source } = request;
  const name = entry.dataStream ?? entry.name;
  const write = { name, id, routing, source, conditions: {} };
  const ingested = ingestWrite(store.ingest, plan, write);
  if (ingested.isDropped) {
    return undefined;
  }
  if (ingested.name === name) {
    const { id, routing, source } = ingested;
    return { ...request, id, routing, source };
  }
  const isCreate = request.kind === 'create';
  const target = { name: ingested.name, isCreate, requiresAlias: false, requiresDataStream: false };
  return {
    entry: await store.indices.forWrite(target),
    kind: request.kind,
    id: ingested.id,
    routing: ingested.routing,
    source: ingested.source,
    conditions: {},
  };
}
