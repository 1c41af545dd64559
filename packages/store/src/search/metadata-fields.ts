import { SYSTEM_COLUMNS } from '../index/column.ts';
import { column, type Sql, sql, strings } from '../sql/sql.ts';
import type { FieldContext } from './field-context.ts';
import { ALWAYS, NEVER } from './predicate.ts';
import { wildcardToRegExp } from './wildcard.ts';

/** Fields that every document has without a mapping. */
const METADATA: ReadonlySet<string> = new Set(['_id', '_index', '_source', '_seq_no', '_version']);

export const isMetadata = (field: string): boolean => METADATA.has(field);

/** A condition on `_id` or `_index`; undefined for all other fields. */
export function metadataMatches(
  field: string,
  values: readonly string[],
  context: FieldContext,
): Sql | undefined {
  if (field === '_id') {
    return sql`${column(SYSTEM_COLUMNS.id)} IN ${strings(values)}`;
  }
  if (field === '_index') {
    return values.some((value) => wildcardToRegExp(value).test(context.index)) ? ALWAYS : NEVER;
  }
  return undefined;
}
