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
  nested: { include_in_parent: false, include_in_root: false },
  object: { enabled: true },
  search_as_you_type: WORDS,
  text: WORDS,
  token_count: { analyzer: 'default' },
};

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
    return was === is ? [] : [`\n\tCannot update parameter [${name}] from [${was}] to [${is}]`];
  });
  if (conflicts.length > 0) {
    throw errors.illegalArgument(
      `Mapper for [${path}] conflicts with existing mapper:${conflicts.join('')}`,
    );
  }
}

/** Booleans and numbers may be given as texts. */
function spell(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
