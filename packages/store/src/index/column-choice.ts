import type { Column } from './column.ts';
import { OVERFLOW_COLUMN } from './field-columns.ts';
import type { MappedField } from './mapping.ts';

/**
 * As many fields of an index may have a column of their own. More cost too much in every insert and merge: fields that
 * get their first value later share the overflow column.
 */
export const OWN_COLUMNS_MAX = 400;

/** Which fields have a column of their own. Decided at the first value, and never again. */
export interface ColumnChoices {
  /** Absent as long as all fields fit: then each has one from the start. */
  readonly own?: ReadonlySet<string>;
  readonly overflow: ReadonlySet<string>;
}

export const ALL_OWN: ColumnChoices = { overflow: new Set() };

/** True for fields that may share the overflow column: those of values that stand by themselves. */
function canOverflow({ column, type, analysis, grams }: MappedField): boolean {
  if (analysis?.tokens !== undefined || grams !== undefined) {
    return false;
  }
  const isPlain = !column.required && type !== 'constant_keyword' && type !== 'flattened';
  return isPlain && column.name !== OVERFLOW_COLUMN.name && !/^f[pn]_/.test(column.name);
}

/** Choices for a mapping that has grown to these fields. `before` are those that it had. */
export function chooseColumns(
  choices: ColumnChoices,
  fields: ReadonlyMap<string, MappedField>,
  before: ReadonlyMap<string, MappedField> | undefined,
): ColumnChoices {
  if (choices.own !== undefined || fields.size <= OWN_COLUMNS_MAX) {
    return choices;
  }
  const free = [...fields.values()].filter(canOverflow);
  if (free.length <= OWN_COLUMNS_MAX) {
    return choices;
  }
  const own = free.flatMap(({ path }) => (before?.has(path) === true ? [path] : []));
  return { ...choices, own: new Set(own) };
}

/** Choices with fields that got their first value. */
export function placeFields(choices: ColumnChoices, paths: Iterable<string>): ColumnChoices {
  const own = new Set(choices.own);
  const overflow = new Set(choices.overflow);
  for (const path of paths) {
    (own.size < OWN_COLUMNS_MAX ? own : overflow).add(path);
  }
  return { own, overflow };
}

/** The column of a field by the choices made so far. */
export function chosenColumn(field: MappedField, { own, overflow }: ColumnChoices): Column {
  const { column, path } = field;
  if (own === undefined || own.has(path) || !canOverflow(field)) {
    return column;
  }
  if (!overflow.has(path)) {
    return { ...column, isPending: true };
  }
  const { name, list } = OVERFLOW_COLUMN;
  return { name, list, type: column.type, required: false, overflowKey: path };
}
