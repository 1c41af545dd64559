import type { Json } from '@longshore/common/json';
import { columnName } from '../../index/column.ts';
import type { Sql } from '../../sql/sql.ts';
import { equals } from '../compare.ts';
import { isText, type SearchField } from '../field-context.ts';
import { scalarText } from '../field-values.ts';
import { leniently } from '../match.ts';
import type { CompileContext } from '../query.ts';
import { inverseDocumentFrequency, scoreOfValue } from './bm25.ts';
import { scorePath } from './score-text.ts';

/** The score of rows that have a value, or of texts that have it as a term. What has no terms scores the boost. */
export function scoreTerm(
  path: string,
  { value, boost }: { readonly value: Json; readonly boost: number },
  context: CompileContext,
): Sql | number {
  const { statistics } = context;
  const field = context.field(path);
  if (statistics === undefined || field === undefined || !isScored(field)) {
    return boost;
  }
  if (isText(field)) {
    const only = { terms: [scalarText(field, value)], offset: 0 };
    return scorePath(field, [only], { statistics, boost });
  }
  const known = statistics.field(field);
  // A value that no field of this type can have is refused, or found nowhere, by the condition.
  const condition = leniently(true, () => equals(field, value, context));
  const withTerm = statistics.documents(condition);
  return scoreOfValue(boost * inverseDocumentFrequency(known.documents, withTerm), known);
}

/**
 * Numbers, dates and addresses are points for Elasticsearch, and runtime fields are computed: neither has terms. Rows of
 * words (`._2gram`) are not counted.
 */
export const isScored = (field: SearchField): boolean =>
  field.grams === undefined &&
  field.column.name !== columnName(field.path, 'r') &&
  (isText(field) || field.type === 'keyword' || field.type === 'boolean');
