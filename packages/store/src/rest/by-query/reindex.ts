import { errors, LongshoreError } from '@longshore/common/errors';
import { aliasOwners, writerOf } from '../../index/alias-owners.ts';
import { stringifyExact } from '../../index/exact-json.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { SearchIndex } from '../../index/target.ts';
import { openSourceFilter } from '../../search/source-filter.ts';
import { noAlias, type WriteTarget } from '../../write-target.ts';
import { type IngestedWrite, ingestWrite, type PipelineWrite } from '../documents/ingest-write.ts';
import { routingOfWrite } from '../documents/routing.ts';
import { refreshAfter, type WriteConditions } from '../documents/write-request.ts';
import { requireObject } from '../read-body.ts';
import type { RestRoute, Store } from '../route.ts';
import { readSearch, readSearchBody } from '../search/search-parameters.ts';
import { RUN_PARAMETERS, readRunOptions, refuseTwoSlicings } from './options.ts';
import type { Progress } from './progress.ts';
import { type Destination, readReindexBody } from './reindex-body.ts';
import { runRemoteReindex } from './reindex-remote.ts';
import { runByQuery, type SourceDocument, withSource } from './run.ts';
import { type DocumentScript, readDocumentScript, runDocumentScript } from './scripts.ts';
import { type PageWrite, writePage } from './write-page.ts';

/** `POST /_reindex`: copies documents into another index. */
export const reindex: RestRoute = {
  methods: ['POST'],
  paths: ['/_reindex'],
  parameters: [...RUN_PARAMETERS, 'require_alias'],
  ignored: ['timeout'],
  partly:
    'Certificates of another cluster (`source.remote`) are checked by the authorities that Node.js knows, there are no settings for others.',
  handle: async (request, store) => {
    requireObject(request.body);
    const body = readSearchBody(request.body);
    const given = readRunOptions(body, request.parameters);
    const { index, remote, search, pageSize, dest } = readReindexBody(body, store.remotesAllowed);
    refuseTwoSlicings(search, given);
    const options = { ...given, pageSize: pageSize ?? given.pageSize };
    const script = readDocumentScript(request.body, store.catalog.scripts);
    store.ingest.checkNamed(dest.pipeline);
    const targets = remote === undefined ? readTargets(store, index, dest.index) : [];
    const copying = new Copying(store, {
      dest,
      script,
      requiresAlias: request.parameters.boolean('require_alias', dest.requiresAlias),
    });
    await copying.open();
    const work = {
      options,
      apply: async (page: readonly SourceDocument[], progress: Progress) => {
        const copies: PageWrite[] = [];
        for (const document of page) {
          copies.push(...(await copying.copy(document, progress)));
        }
        await writePage(store, copies, { options, progress });
      },
      refresh: () => refreshAfter(store, 'true', [...copying.touched]),
    };
    if (remote !== undefined) {
      const keepAlive = request.parameters.text('scroll') ?? KEEP_ALIVE;
      return runRemoteReindex(store, {
        ...work,
        description: `reindex from [host=${remote.host} port=${remote.port}][${index}] to [${dest.index}]`,
        from: { remote, index, search, pageSize: options.pageSize, keepAlive },
      });
    }
    const parsed = { ...readSearch(search, WITHOUT_PARAMETERS), from: 0, aggs: [] };
    const filter = openSourceFilter(parsed.source);
    return runByQuery(store, {
      ...work,
      kind: 'reindex',
      action: 'indices:data/write/reindex',
      description: `reindex from [${index}] to [${dest.index}]`,
      targets,
      search: parsed,
      apply: (page, progress) =>
        work.apply(
          page
            .map(withSource)
            .map((found) => ({ ...found, source: filter(found.source)?.text ?? '{}' })),
          progress,
        ),
    });
  },
};

/** How long another cluster keeps a scroll between two pages. */
const KEEP_ALIVE = '5m';

/** The indices that are read here; not the one that is written. */
function readTargets(store: Store, index: string, dest: string): readonly SearchIndex[] {
  const targets = store.catalog.resolve(index, {
    ignoreUnavailable: false,
    allowNoIndices: true,
    expandWildcards: new Set(['open']),
  });
  refuseSame(
    store,
    targets.map(({ name }) => name),
    dest,
  );
  return targets;
}

/** A body alone says what a reindex searches. */
const WITHOUT_PARAMETERS = {
  has: () => false,
  text: () => undefined,
  boolean: (_name: string, fallback: boolean) => fallback,
  integer: () => undefined,
  list: () => undefined,
};

interface Copy {
  readonly dest: Destination;
  readonly script: DocumentScript | undefined;
  readonly requiresAlias: boolean;
}

/** Makes writes of documents: elsewhere, after a script and pipelines. */
class Copying {
  /** Indices that were written. */
  readonly touched = new Set<string>();
  readonly #store: Store;
  readonly #copy: Copy;
  readonly #entries = new Map<string, IndexEntry>();

  constructor(store: Store, copy: Copy) {
    this.#store = store;
    this.#copy = copy;
  }

  /** Refuses a destination that cannot be written before anything is read. */
  async open(): Promise<void> {
    const { index } = this.#copy.dest;
    const { catalog, indices } = this.#store;
    if (this.#copy.requiresAlias && catalog.aliased(index).length === 0) {
      throw noAlias(index);
    }
    if (catalog.index(index) !== undefined) {
      await this.#entry(index);
    } else if (catalog.dataStream(index) === undefined && catalog.aliased(index).length === 0) {
      indices.checkAutoCreate(index);
    }
  }

  async copy(document: SourceDocument, progress: Progress): Promise<readonly PageWrite[]> {
    const write = this.#scripted(document);
    if (write === 'noop') {
      progress.done.noop += 1;
      return [];
    }
    const at = { index: write.name, id: write.id ?? '' };
    try {
      const kind = write.isDelete ? 'delete' : this.#copy.dest.opType;
      const ingested = write.isDelete ? undefined : this.#ingest(write);
      if (ingested?.isDropped === true) {
        progress.done.noop += 1;
        return [];
      }
      const { name, id, source, conditions, ...given } = ingested ?? write;
      const entry = await this.#entry(name);
      const routing = routingOfWrite(this.#store, { entry, name, routing: given.routing });
      this.touched.add(entry.uuid);
      return [{ entry, kind, id, routing, source, conditions }];
    } catch (error) {
      if (error instanceof LongshoreError) {
        return [{ error, at }];
      }
      throw error;
    }
  }

  #scripted(document: SourceDocument): (PipelineWrite & { readonly isDelete: boolean }) | 'noop' {
    const { dest, script } = this.#copy;
    const { index, id, version, source } = document;
    const routing = dest.routing(document.routing);
    if (!script) {
      const conditions = this.#conditions(version);
      const copy = { name: dest.index, id, routing, source: Buffer.from(source), conditions };
      return { ...copy, isDelete: false };
    }
    const scripted = runDocumentScript(script, document);
    if (scripted.op === 'noop') {
      return 'noop';
    }
    const name = scripted.index === index.name ? dest.index : String(textOf(scripted.index));
    return {
      name,
      id: textOf(scripted.id),
      // What a script sets goes before what the request says.
      routing: scripted.routing === document.routing ? routing : textOf(scripted.routing),
      source: Buffer.from(stringifyExact(scripted.source)),
      conditions: this.#conditions(Number(scripted.version)),
      isDelete: scripted.op === 'delete',
    };
  }

  #conditions(version: number): WriteConditions {
    const { versionType } = this.#copy.dest;
    return versionType === 'internal' ? {} : { version, versionType };
  }

  #ingest(write: PipelineWrite): IngestedWrite | undefined {
    const plan = this.#store.ingest.plan(write.name, this.#copy.dest.pipeline);
    return plan && ingestWrite(this.#store.ingest, plan, write);
  }

  async #entry(name: string): Promise<IndexEntry> {
    const known = this.#entries.get(name);
    if (known !== undefined) {
      return known;
    }
    const target: WriteTarget = {
      name,
      isCreate: this.#copy.dest.opType === 'create',
      requiresAlias: this.#copy.requiresAlias,
      requiresDataStream: false,
    };
    const entry = await this.#store.indices.forWrite(target);
    this.#entries.set(name, entry);
    return entry;
  }
}

/** What a script set `_index`, `_id` or `_routing` to. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) {
    throw errors.illegalArgument(
      'a script can set [_index], [_id] and [_routing] to texts and numbers, not to an object or a list',
    );
  }
  return value === null || value === undefined ? undefined : String(value);
}

/** Documents would be found again and again. */
function refuseSame({ catalog }: Store, sources: readonly string[], dest: string): void {
  const written = catalog.index(dest) ?? writerOf(dest, aliasOwners(catalog, dest))?.entry;
  if (written !== undefined && sources.includes(written.name)) {
    throw errors.validation(`1: reindex cannot write into an index its reading from [${dest}];`);
  }
}
