import { errors, LongshoreError } from '@longshore/common/errors';
import { type ExactObject, isExactObject, parseExactBytes } from '../../index/exact-json.ts';
import type { StoredScripts } from '../../index/stored-scripts.ts';
import type { Script } from '../../script/compile-script.ts';
import { compileSpec, parseScriptSpec } from '../../script/script-spec.ts';
import type { SourceDocument } from './run.ts';

/** A script that is run on every document. */
export interface DocumentScript {
  readonly script: Script;
  readonly params: ExactObject;
}

/** What a script made of a document. */
export interface Scripted {
  readonly op: 'index' | 'noop' | 'delete';
  readonly source: ExactObject;
  readonly index: unknown;
  readonly id: unknown;
  readonly version: unknown;
  readonly routing: unknown;
}

/** The `script` of a body, read with its numbers as they are spelled; undefined without one. */
export function readDocumentScript(
  body: Buffer,
  stored: StoredScripts,
): DocumentScript | undefined {
  const json = body.length === 0 ? {} : parseExactBytes(body);
  if (!isExactObject(json) || json.script === undefined) {
    return undefined;
  }
  const spec = parseScriptSpec(json.script);
  return { script: compileSpec(spec, 'update', stored), params: spec.params };
}

const MEMBERS = new Set([
  '_index',
  '_id',
  '_version',
  '_routing',
  '_source',
  '_now',
  '_type',
  'op',
]);

/** Runs a script on a document. */
export function runDocumentScript(
  { script, params }: DocumentScript,
  { index, id, version, routing, source }: SourceDocument,
): Scripted {
  const ctx: Record<string, unknown> = {
    _index: index.name,
    _id: id,
    _version: version,
    _routing: routing ?? null,
    op: 'index',
    _now: Date.now(),
    _source: parseExactBytes(Buffer.from(source)),
  };
  script.run({ ctx, params });
  const junk = Object.keys(ctx).filter((name) => !MEMBERS.has(name));
  if (junk.length > 0) {
    throw errors.illegalArgument(`Invalid fields added to context [${junk.join(',')}]`);
  }
  const { op, _source } = ctx;
  if (op !== 'index' && op !== 'noop' && op !== 'delete') {
    throw errors.illegalArgument(
      `Operation type [${typeof op === 'object' ? 'an object' : String(op)}] not allowed, only [noop, index, delete] are allowed`,
    );
  }
  if (!isExactObject(_source)) {
    throw errors.illegalArgument('[_source] must be an object after the script');
  }
  return {
    op,
    source: _source,
    index: ctx._index,
    id: ctx._id,
    version: ctx._version,
    routing: ctx._routing ?? undefined,
  };
}

/** Refuses what a script may not change where a document stays where it is. */
export function refuseMoved(
  { index, id, version, routing }: Scripted,
  document: SourceDocument,
): void {
  const moved = [
    ['_index', index, document.index.name],
    ['_id', id, document.id],
    ['_version', version, document.version],
    ['_routing', routing, document.routing],
  ].find(([, after, before]) => after !== before);
  if (moved !== undefined) {
    throw new LongshoreError(
      'illegal_argument_exception',
      400,
      `Modifying [${String(moved[0])}] not allowed`,
    );
  }
}
