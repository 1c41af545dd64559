import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { didYouMean } from '../did-you-mean.ts';
import { readPageSize } from './options.ts';
import { readRemote } from './remote-body.ts';
import type { Remote } from './remote-client.ts';
import { refuseInSearch } from './search-of.ts';

/** Where documents of a reindex go. */
export interface Destination {
  readonly index: string;
  readonly opType: 'index' | 'create';
  readonly versionType: string;
  readonly pipeline: string | undefined;
  readonly requiresAlias: boolean;
  /** What a copy is routed by, given what its original is. */
  routing(original: string | undefined): string | undefined;
}

/** The body of a reindex. */
export interface ReindexBody {
  /** An index expression. */
  readonly index: string;
  /** Where the index is, if not here. */
  readonly remote: Remote | undefined;
  readonly search: JsonObject;
  readonly pageSize: number | undefined;
  readonly dest: Destination;
}

const KNOWN = new Set(['source', 'dest', 'script', 'conflicts', 'max_docs', 'size']);
const KNOWN_DEST = new Set([
  'index',
  'op_type',
  'version_type',
  'routing',
  'pipeline',
  'require_alias',
]);
const VERSION_TYPES = new Set(['internal', 'external', 'external_gte', 'external_gt']);

/** Reads it, and refuses what Elasticsearch refuses, in its words. */
export function readReindexBody(body: JsonObject, remotesAllowed: readonly string[]): ReindexBody {
  const unknown = Object.keys(body).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw errors.unknownField('reindex', unknown, didYouMean(unknown, KNOWN));
  }
  const source = member(body, 'source');
  const { index, type: _type, size, remote, ...search } = source;
  const from = isObject(remote) ? readRemote(remote, remotesAllowed) : undefined;
  const pageSize = size === undefined || size === null ? undefined : readPageSize(size);
  const dest = member(body, 'dest');
  const unknownDest = Object.keys(dest).find((key) => !KNOWN_DEST.has(key));
  if (unknownDest !== undefined) {
    throw errors.unknownField('dest', unknownDest, didYouMean(unknownDest, KNOWN_DEST));
  }
  checkSearchKeys(search);
  refuseInSearch(search);
  const names = [index ?? []].flat().map(jsonText);
  refuseMissing(names, dest);
  refuseUnreadable(from, search);
  return {
    index: names.join(','),
    remote: from,
    search,
    pageSize,
    dest: readDestination(dest),
  };
}

/** Another cluster is sent what all versions of it know. */
function refuseUnreadable(remote: Remote | undefined, search: JsonObject): void {
  const other = Object.keys(search).find((key) => !['query', 'sort', '_source'].includes(key));
  if (remote !== undefined && other !== undefined) {
    throw errors.validation(`1: reindex from remote sources doesn't support source.${other};`);
  }
}

function member(body: JsonObject, name: string): JsonObject {
  const value = body[name];
  if (value === undefined || value === null) {
    return {};
  }
  if (!isObject(value)) {
    throw errors.contentParse(
      `[1:1] [reindex] ${name} doesn't support values of type: VALUE`,
      name,
    );
  }
  return value;
}

/** What no search has is told before what is missing. */
function checkSearchKeys(search: JsonObject): void {
  const junk = Object.entries(search).find(
    ([key, value]) => !SEARCH_KEYS.has(key) && isObject(value),
  );
  if (junk !== undefined) {
    throw errors.parsing(`Unknown key for a START_OBJECT in [${junk[0]}].`);
  }
}

const SEARCH_KEYS = new Set(['query', '_source', 'sort', 'slice', 'runtime_mappings', 'from']);

function refuseMissing(names: readonly string[], dest: JsonObject): void {
  const problems = [
    names.length === 0 && 'use _all if you really want to copy from all existing indexes',
    (dest.index === undefined || dest.index === '') && 'index must be specified',
  ].filter((problem) => problem !== false);
  if (problems.length > 0) {
    throw errors.validation(problems.map((problem, i) => `${i + 1}: ${problem};`).join(''));
  }
}

function readDestination(dest: JsonObject): Destination {
  const opType = dest.op_type ?? 'index';
  if (opType !== 'index' && opType !== 'create') {
    throw errors.illegalArgument(
      `opType must be 'create' or 'index', found: [${jsonText(opType)}]`,
    );
  }
  const versionType = jsonText(dest.version_type ?? 'internal');
  if (!VERSION_TYPES.has(versionType)) {
    throw errors.illegalArgument(`No version type match [${versionType}]`);
  }
  if (opType === 'create' && versionType !== 'internal') {
    throw errors.validation(
      '1: create operations only support internal versioning. use index instead;',
    );
  }
  return {
    index: jsonText(dest.index),
    opType,
    versionType: versionType === 'external_gt' ? 'external' : versionType,
    pipeline: dest.pipeline === undefined ? undefined : jsonText(dest.pipeline),
    requiresAlias: readFlag('require_alias', dest.require_alias),
    routing: readRouting(jsonText(dest.routing ?? 'keep')),
  };
}

function readFlag(name: string, value: Json | undefined): boolean {
  if (value === undefined || typeof value === 'boolean') {
    return value === true;
  }
  if (value !== 'true' && value !== 'false') {
    throw errors.contentParse(`[1:1] [dest] failed to parse field [${name}]`, name);
  }
  return value === 'true';
}

function readRouting(routing: string): Destination['routing'] {
  if (routing !== 'keep' && routing !== 'discard' && !routing.startsWith('=')) {
    throw errors.validation(
      `1: routing must be unset, [keep], [discard] or [=<some new value>] but was [${routing}];`,
    );
  }
  if (routing === 'keep') {
    return (original) => original;
  }
  const value = routing === 'discard' ? undefined : routing.slice(1) || undefined;
  return () => value;
}
