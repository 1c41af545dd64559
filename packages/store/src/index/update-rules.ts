import { errors } from '@longshore/common/errors';
import type { Json, JsonObject } from '@longshore/common/json';

/** Parameters that decide how values were stored: they stay as they are. With what they are when not named. */
const FIXED: Readonly<Record<string, Json>> = {
  analyzer: 'default',
  dims: null,
  doc_values: true,
  format: 'strict_date_optional_time||epoch_millis',
  index: true,
  index_options: null,
  index_phrases: false,
  index_prefixes: null,
  locale: null,
  normalizer: null,
  position_increment_gap: null,
  scaling_factor: null,
  similarity: null,
  store: false,
  term_vector: 'no',
};

/** Refuses an update of a field that would need its values to be stored anew. */
export function refuseFixedChanges(before: JsonObject, after: JsonObject, path: string): void {
  const changes = Object.entries(FIXED).flatMap(([name, fallback]) => {
    const was = shown(before[name] ?? fallback);
    const is = shown(after[name] ?? fallback);
    return was === is ? [] : [`\tCannot update parameter [${name}] from [${was}] to [${is}]`];
  });
  if (changes.length > 0) {
    throw errors.illegalArgument(
      `Mapper for [${path}] conflicts with existing mapper:\n${changes.join('\n')}`,
    );
  }
}

/** Numbers and booleans may be spelled as texts. */
const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
