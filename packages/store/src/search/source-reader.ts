import type { IndexMapping } from '../index/index-mapping.ts';
import type { Mapping } from '../index/mapping.ts';
import { sourceRules, storedSources } from '../index/source/source-rules.ts';
import type { SourceReader } from '../write/writer.ts';

/**
 * How a search reads documents of an index. `present` is its mapping as far as its table has the columns. Columns are
 * read where sources are made of them, and where scripts need all that is indexed.
 */
export function sourceReader(
  mapping: IndexMapping,
  present: Mapping,
  hasScripts: boolean,
): SourceReader {
  const rules = sourceRules(mapping);
  if (rules === undefined || (mapping.source.mode !== 'synthetic' && !hasScripts)) {
    return storedSources(mapping);
  }
  const columns = new Set(
    [...present.fields.values(), ...present.metadata.values()].map(({ column }) => column.name),
  );
  for (const { name } of present.nested.values()) {
    columns.add(name);
  }
  return rules.reader((name) => columns.has(name));
}
