import { errors } from '@longshore/common/errors';
import type { Json, JsonObject } from '@longshore/common/json';

/** What a parameter is when a mapping does not say; `null` is "not given". */
type Defaults = Readonly<Record<string, Json>>;

/** Parameters that say how values are read, analysed or stored: what is there already was written by the old ones. */
const OF_ALL: Defaults = {
  doc_values: true,
  index: true,
  normalizer: null,
  null_value: null,
  scaling_factor: null,
  similarity: 'BM25',
  store: false,
  time_series_dimension: false,
};

const WORDS: Defaults = {
  analyzer: 'default',
  index_options: 'positions',
  index_phrases: false,
  index_prefixes: null,
  position_increment_gap: 100,
  term_vector: 'no',
};

const DATES: Defaults = { format: 'strict_date_optional_time||epoch_millis' };

const OF_TYPE: Readonly<Record<string, Defaults>> = {
  date: DATES,
  date_nanos: DATES,
  date_range: DATES,
  keyword: { index_options: 'docs' },
  match_only_text: WORDS,
  aggregate_metric_double: { metrics: null },
  binary: { doc_values: false },
  completion: {
    analyzer: 'simple',
    contexts: null,
    preserve_position_increments: true,
    preserve_separators: true,
  },
  dense_vector: { dims: null, element_type: 'float', similarity: null },
  flattened: { index_options: 'docs' },
  rank_feature: { positive_score_impact: true },
  rank_features: { positive_score_impact: true },
  search_as_you_type: { ...WORDS, max_shingle_size: 3 },
  text: WORDS,
  token_count: { analyzer: 'default', enable_position_increments: true },
};

/** Parameters of objects that are fixed, with the words for it. */
const OF_OBJECTS = {
  enabled: (path: string) =>
    `the [enabled] parameter can't be updated for the object mapping [${path}]`,
  include_in_parent: () =>
    "the [include_in_parent] parameter can't be updated on a nested object mapping",
  include_in_root: () =>
    "the [include_in_root] parameter can't be updated on a nested object mapping",
  subobjects: (path: string) =>
    `the [subobjects] parameter can't be updated for the object mapping [${path}]`,
} as const;
const SWITCHED_ON: ReadonlySet<string> = new Set(['enabled', 'subobjects']);

/** The same for an object, or for the root of a mapping. */
export function refuseObjectChanges(before: JsonObject, after: JsonObject, path: string): void {
  for (const [name, reason] of Object.entries(OF_OBJECTS)) {
    const fallback = SWITCHED_ON.has(name);
    const was = spell(before[name] ?? fallback);
    const is = spell(after[name] ?? before[name] ?? fallback);
    if (was !== is) {
      throw errors.illegalArgument(reason(path));
    }
  }
}

/**
 * Refuses an update of a field that gives another value to a parameter by which documents were written. What the
 * update does not name stays as it was.
 */
export function refuseParameterChanges(
  before: JsonObject,
  after: JsonObject,
  type: string,
  path: string,
): void {
  const fixed = { ...OF_ALL, ...OF_TYPE[type] };
  const conflicts = Object.entries(fixed).flatMap(([name, fallback]) => {
    const was = spell(before[name] ?? fallback);
    const is = spell(after[name] ?? before[name] ?? fallback);
    return was === is ? [] : [conflict(name, was, is)];
  });
  // Norms can be given up, but documents that were written without have none.
  const norms = [before.norms, after.norms ?? before.norms].map((value) => spell(value ?? null));
  if (norms[0] === 'false' && norms[1] === 'true') {
    conflicts.push(conflict('norms', 'false', 'true'));
  }
  if (conflicts.length > 0) {
    throw errors.illegalArgument(
      `Mapper for [${path}] conflicts with existing mapper:${conflicts.join('')}`,
    );
  }
}

const conflict = (name: string, was: string, is: string): string =>
  `\n\tCannot update parameter [${name}] from [${was}] to [${is}]`;

/** Booleans and numbers may be given as texts. */
function spell(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
