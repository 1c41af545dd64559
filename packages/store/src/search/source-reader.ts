import type { IndexMapping } from '../index/index-mapping.ts';
import type { Mapping } from '../index/mapping.ts';
import { sourceRules, storedSources } from '../index/source/source-rules.ts';
import type { SourceReader } from '../write/writer.ts';
import type { SearchRequest } from './search-request.ts';

/** Parts of hits that are made of all that is indexed of a document. */
export type ShownOfIndexed = Partial<Pick<SearchRequest, 'fields' | 'highlight' | 'scriptFields'>>;

/** Whether hits show any of them. */
export const needsIndexed = ({
  fields = [],
  highlight = [],
  scriptFields = [],
}: ShownOfIndexed): boolean => fields.length + highlight.length + scriptFields.length > 0;

/**
 * How a search reads documents of an index. `present` is its mapping as far as its table has the columns. Columns are
 * read where sources are made of them, or of one, and where scripts need all that is indexed.
 */
export function sourceReader(
  mapping: IndexMapping,
  present: Mapping,
  hasScripts: boolean,
): SourceReader {
  const rules = sourceRules(mapping);
  const { mode } = mapping.source;
  const needsNone = (mode === 'disabled' || mode === 'filtered') && !hasScripts;
  if (rules === undefined || needsNone) {
    return storedSources(mapping);
  }
  const columns = new Set(
    [...present.fields.values(), ...present.metadata.values()].flatMap(
      ({ column: { name, promotedFrom } }) =>
        promotedFrom === undefined ? name : [name, promotedFrom],
    ),
  );
  for (const { name } of present.nested.values()) {
    columns.add(name);
  }
  return rules.reader((name) => columns.has(name));
}
