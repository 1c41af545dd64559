import { errors, type LongshoreError } from '@longshore/common/errors';
import { parseTimeValue } from '@longshore/common/time-value';
import type { ResolveOptions } from '../index/target.ts';

/** Query parameters of a request. All names are known to the route. */
export interface Parameters {
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** Absent: the fallback; empty: true; else exactly `true` or `false`. */
  boolean(name: string, fallback: boolean): boolean;
  integer(name: string): number | undefined;
  /** Comma-separated. */
  list(name: string): readonly string[] | undefined;
}

/** Parameters that every API takes. */
const COMMON: ReadonlySet<string> = new Set([
  'error_trace',
  'filter_path',
  'format',
  'human',
  'pretty',
  'source',
  'source_content_type',
]);

/** Parameters that are times wherever they are taken. */
const TIMES = ['timeout', 'master_timeout', 'cluster_manager_timeout', 'wait_for_timeout'].concat([
  'scroll',
  'keep_alive',
  'search_timeout',
]);

/** Names of the parameters by which index expressions are resolved. */
export const EXPRESSION_PARAMETERS = [
  'ignore_unavailable',
  'allow_no_indices',
  'expand_wildcards',
] as const;

/**
 * Reads the query string; a name that the route does not take is refused, with the nearest known one. `format` is what
 * the header `Accept` says, when the query does not name one.
 */
export function readParameters(
  path: string,
  query: string,
  known: readonly string[],
  accepted?: string,
): Parameters {
  const values = new Map<string, string>();
  const unknown: string[] = [];
  for (const [name, value] of new URLSearchParams(query)) {
    if (!COMMON.has(name) && !known.includes(name)) {
      unknown.push(name);
    }
    values.set(name, value);
  }
  if (unknown.length > 0) {
    throw unrecognized(path, 'parameter', unknown, [...known, ...COMMON]);
  }
  for (const name of TIMES) {
    const value = values.get(name);
    // A scroll without a time is kept as long as the setting says.
    if (value !== undefined && (value !== '' || name !== 'scroll')) {
      parseTimeValue(value, name);
    }
  }
  if (accepted !== undefined && !values.has('format')) {
    values.set('format', accepted);
  }
  return parametersOf(values);
}

/** The error for names that a request may not use, each with the nearest one that it may. */
export function unrecognized(
  path: string,
  noun: 'parameter' | 'metric',
  unknown: readonly string[],
  known: readonly string[],
): LongshoreError {
  const described = [...unknown].sort().map((name) => {
    const near = nearest(name, known);
    return `[${name}]${near === undefined ? '' : ` -> did you mean [${near}]?`}`;
  });
  const nouns = unknown.length === 1 ? noun : `${noun}s`;
  return errors.illegalArgument(
    `request [${path}] contains unrecognized ${nouns}: ${described.join(', ')}`,
  );
}

function parametersOf(values: ReadonlyMap<string, string>): Parameters {
  return {
    has: (name) => values.has(name),
    text: (name) => values.get(name),
    boolean: (name, fallback) => readBoolean(values.get(name), fallback),
    integer: (name) => readInteger(name, values.get(name)),
    list: (name) =>
      values
        .get(name)
        ?.split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
  };
}

function readBoolean(value: string | undefined, fallback: boolean): boolean {
  if (value === undefined) {
    return fallback;
  }
  if (value === '' || value === 'true') {
    return true;
  }
  if (value === 'false') {
    return false;
  }
  throw errors.illegalArgument(
    `Failed to parse value [${value}] as only [true] or [false] are allowed.`,
  );
}

/** Integers that Elasticsearch calls long ones. */
const LONGS: ReadonlySet<string> = new Set(['version', 'if_seq_no', 'if_primary_term']);

function readInteger(name: string, value: string | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  if (!/^-?\d{1,15}$/.test(value)) {
    const kind = LONGS.has(name) ? 'long' : 'int';
    throw errors.illegalArgument(
      `Failed to parse ${kind} parameter [${name}] with value [${value}]`,
    );
  }
  return Number(value);
}

type Wildcards = 'open' | 'closed' | 'hidden' | 'none';

/** How the index expression of a request is to be resolved; wildcards stand for open indices unless it says more. */
export function resolveOptions(parameters: Parameters): ResolveOptions {
  return {
    ignoreUnavailable: parameters.boolean('ignore_unavailable', false),
    allowNoIndices: parameters.boolean('allow_no_indices', true),
    expandWildcards: readWildcards(parameters.list('expand_wildcards') ?? ['open']),
  };
}

function readWildcards(given: readonly string[]): ReadonlySet<Wildcards> {
  const wildcards = new Set<Wildcards>();
  for (const one of given) {
    if (one === 'all') {
      wildcards.add('open').add('closed').add('hidden');
    } else if (one === 'open' || one === 'closed' || one === 'hidden' || one === 'none') {
      wildcards.add(one);
    } else {
      throw errors.illegalArgument(`No valid expand wildcard value [${one}]`);
    }
  }
  return wildcards;
}

const DISTANCE_MAX = 3;

function nearest(name: string, known: readonly string[]): string | undefined {
  const byDistance = known
    .map((one) => ({ one, distance: editDistance(name, one) }))
    .filter(({ one, distance }) => distance <= Math.min(DISTANCE_MAX, one.length / 2))
    .sort((a, b) => a.distance - b.distance);
  return byDistance[0]?.one;
}

function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > DISTANCE_MAX) {
    return Number.POSITIVE_INFINITY;
  }
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
