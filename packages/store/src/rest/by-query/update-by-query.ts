import { LongshoreError } from '@longshore/common/errors';
import { stringifyExact } from '../../index/exact-json.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import { ingestWrite } from '../documents/ingest-write.ts';
import { refreshAfter } from '../documents/write-request.ts';
import type { RestRoute, Store } from '../route.ts';
import { BY_QUERY_IGNORED, BY_QUERY_PARAMETERS } from './delete-by-query.ts';
import { readRunOptions, refuseTwoSlicings } from './options.ts';
import type { Progress } from './progress.ts';
import { type FoundDocument, runByQuery, type SourceDocument, withSource } from './run.ts';
import {
  type DocumentScript,
  readDocumentScript,
  refuseMoved,
  runDocumentScript,
} from './scripts.ts';
import { readByQueryBody, searchOf, targetsOf } from './search-of.ts';
import { type PageWrite, writePage } from './write-page.ts';

/** `POST /{index}/_update_by_query`: indexes documents again, after a script or a pipeline. */
export const updateByQuery: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_update_by_query'],
  parameters: [...BY_QUERY_PARAMETERS, 'pipeline'],
  ignored: BY_QUERY_IGNORED,
  handle: async (request, store) => {
    const { own, search: body } = readByQueryBody(request.body);
    const options = readRunOptions(own, request.parameters);
    refuseTwoSlicings(body, options);
    const script = readDocumentScript(request.body, store.catalog.scripts);
    const pipeline = request.parameters.text('pipeline');
    store.ingest.checkNamed(pipeline);
    const targets = targetsOf(request, store);
    const uuids = targets.map(({ uuid }) => uuid);
    return runByQuery(store, {
      kind: 'update',
      action: 'indices:data/write/update/byquery',
      description: `update-by-query [${targets.map(({ name }) => name).join(', ')}]`,
      targets,
      search: { ...searchOf(body, request), from: 0, aggs: [] },
      options,
      apply: (page, progress) => {
        const writes = page.map(withSource).flatMap((document) => {
          const entry = store.catalog.indexByUuid(document.index.uuid);
          return entry ? updateOf(store, { document, entry }, { script, pipeline, progress }) : [];
        });
        return writePage(store, writes, { options, progress });
      },
      refresh: () => refreshAfter(store, 'true', uuids),
    });
  },
};

interface Change {
  readonly script: DocumentScript | undefined;
  readonly pipeline: string | undefined;
  readonly progress: Progress;
}

/** A script that fails ends the whole request; a pipeline that fails is the failure of its document. */
function updateOf(
  store: Store,
  {
    document,
    entry,
  }: { readonly document: FoundDocument & SourceDocument; readonly entry: IndexEntry },
  { script, pipeline, progress }: Change,
): readonly PageWrite[] {
  const { id, routing, seqNo } = document;
  const conditions = { ifSeqNo: seqNo, ifPrimaryTerm: 1 };
  const scripted = script && runDocumentScript(script, document);
  if (scripted) {
    refuseMoved(scripted, document);
  }
  if (scripted?.op === 'noop') {
    progress.done.noop += 1;
    return [];
  }
  if (scripted?.op === 'delete') {
    return [{ entry, kind: 'delete', id, routing, source: Buffer.alloc(0), conditions }];
  }
  const source = Buffer.from(scripted ? stringifyExact(scripted.source) : document.source);
  const plan = store.ingest.plan(entry.name, pipeline);
  if (!plan) {
    return [{ entry, kind: 'index', id, routing, source, conditions }];
  }
  try {
    const write = { name: entry.name, id, routing, source, conditions };
    const changed = ingestWrite(store.ingest, plan, write);
    if (changed.isDropped) {
      progress.done.noop += 1;
      return [];
    }
    const { routing: newRouting, source: newSource } = changed;
    return [{ entry, kind: 'index', id, routing: newRouting, source: newSource, conditions }];
  } catch (error) {
    if (error instanceof LongshoreError) {
      return [{ error, at: { index: entry.name, id } }];
    }
    throw error;
  }
}
