import type { Ingest, IngestPlan } from '../../ingest/ingest.ts';
import type { BulkAction } from './bulk-request.ts';
import { ingestUpsert, ingestWrite } from './ingest-write.ts';

/** An action of a bulk request after its pipelines. */
export interface IngestedAction extends BulkAction {
  readonly isDropped: boolean;
}

/** Takes the document of an action through its pipelines; of an update, what it inserts. */
export function ingestAction(ingest: Ingest, plan: IngestPlan, action: BulkAction): IngestedAction {
  const { index: name = '', id, source, conditions } = action;
  const write = { name, id, source, conditions };
  if (action.action === 'update') {
    const { body, isDropped, executed } = ingestUpsert(ingest, plan, write);
    return { ...action, source: body, isDropped, executed };
  }
  const { name: index, isDropped, executed, ...changed } = ingestWrite(ingest, plan, write);
  return { ...action, ...changed, index, isDropped, executed };
}
