import type { Ingest, IngestPlan } from '../../ingest/ingest.ts';
import type { BulkAction } from './bulk-request.ts';
import { ingestUpsert, ingestWrite } from './ingest-write.ts';

/** An action of a bulk request after its pipelines. */
export interface IngestedAction extends BulkAction {
  readonly isDropped: boolean;
}

/** Takes the document of an action through its pipelines; of an update, what it inserts. */
export function ingestAction(ingest: Ingest, plan: IngestPlan, action: BulkAction): IngestedAction {
  const { head, source } = action;
  const { index: name = '', id, routing, conditions, dynamicTemplates } = head;
  const write = { name, id, routing, source, conditions, dynamicTemplates };
  if (head.action === 'update') {
    const { body, isDropped, executed } = ingestUpsert(ingest, plan, write);
    return { head, source: body, isDropped, executed };
  }
  const { name: index, source: changed, ...written } = ingestWrite(ingest, plan, write);
  const { isDropped, executed, ...metadata } = written;
  return { head: { ...head, index, ...metadata }, source: changed, isDropped, executed };
}
