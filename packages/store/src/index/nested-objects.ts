import { type Column, columnName } from './column.ts';
import { isText } from './field-columns.ts';
import { FLATTENED_BOUNDARY, type MappedField } from './mapping.ts';
import type { RowValues } from './row-values.ts';

/**
 * The column of a nested path is a list of items: for each object its JSON, and behind it what is indexed of the object,
 * `name NUL value`. A name is that of the column that a field would have if each object were a row, or that of the
 * column of a path further in, whose items are then the values. No name begins like a JSON object.
 */
export const OBJECT_START = '{';

/** A field in nested objects, with the column that it has where each object is a row. */
export function fieldOfObject(field: MappedField): MappedField {
  const { column, analysis, ...rest } = field;
  const own: Column = {
    name: columnName(field.path, 'fo'),
    type: column.type === 'LowCardinality(String)' ? 'String' : column.type,
    list: !isText(field.type),
    required: false,
  };
  if (analysis?.tokens === undefined) {
    return { ...rest, column: own, ...(analysis === undefined ? {} : { analysis }) };
  }
  const { terms, positions } = analysis.tokens;
  const tokens = {
    ...analysis.tokens,
    terms: { ...terms, name: columnName(field.path, 'fot') },
    positions: { ...positions, name: columnName(field.path, 'fotp') },
  };
  return { ...rest, column: own, analysis: { ...analysis, tokens } };
}

/**
 * Puts an object into the values of its document. What is indexed of an object in another one is there only, so that it
 * is found in the object around it.
 */
export function keepObject(
  column: string,
  { json, values }: { readonly json: string; readonly values: RowValues },
  { document, around }: { readonly document: RowValues; readonly around: RowValues | undefined },
): void {
  document.append(column, json);
  around?.append(column, OBJECT_START);
  const into = around ?? document;
  for (const [name, value] of values) {
    for (const one of Array.isArray(value) ? value : [value]) {
      into.append(column, `${name}${FLATTENED_BOUNDARY}${one}`);
    }
  }
}

/** The JSON of the objects in the column of a nested path. */
export const objectsOfItems = (items: readonly string[]): readonly string[] =>
  items.filter((item) => item.startsWith(OBJECT_START));
