import { type Column, columnName } from '../../index/column.ts';
import { nestedColumn } from '../../index/field-columns.ts';
import {
  FLATTENED_BOUNDARY,
  type MappedField,
  type Mapping,
  TEXT_BOUNDARY,
} from '../../index/mapping.ts';
import { OBJECT_START } from '../../index/nested-objects.ts';
import { type ComputedColumn, column, join, print, type Sql, sql, string } from '../../sql/sql.ts';
import type { FieldContext } from '../field-context.ts';
import { prefixedValues } from '../field-sql.ts';

/** Nested objects of a document, or of another object. */
export interface NestedObjects {
  readonly path: string;
  /** For each object an array of its items (`nested-objects.ts`). */
  readonly objects: Sql;
  /** The columns that an object has, computed of its items, which are named `o`. */
  readonly columns: readonly ComputedColumn[];
}

const ITEMS = sql`o`;

/** The objects of a path below what a context looks at; undefined if there can be none. */
export function nestedObjects(context: FieldContext, path: string): NestedObjects | undefined {
  const [first, ...further] = stepsTo(context, path);
  if (first === undefined) {
    return undefined;
  }
  const items = further.reduce(
    (around, step) => itemsIn(around, nestedColumn(step)),
    objectItems(context, first),
  );
  const inner = { mapping: context.mapping, scope: path };
  return { path, objects: splitObjects(items), columns: objectColumns(inner, ITEMS) };
}

/** The items of the objects in what a context looks at, by a column that it has. */
export const objectItems = ({ scope }: Pick<FieldContext, 'scope'>, path: string): Sql =>
  column(scope === '' ? nestedColumn(path).name : columnName(path, 'fo'));

/** The nested paths on the way from what a context looks at to a path, that one being the last. */
export function stepsTo({ mapping, scope }: FieldContext, path: string): readonly string[] {
  const isBelow = scope === '' || path.startsWith(`${scope}.`);
  if (!isBelow || !mapping.nested.has(path)) {
    return [];
  }
  const steps = [...mapping.nested.keys()].filter(
    (step) => step.length > scope.length && (path === step || path.startsWith(`${step}.`)),
  );
  return steps.sort((a, b) => a.length - b.length);
}

/** A list of items as one of objects. */
export const splitObjects = (items: Sql): Sql =>
  sql`arraySplit(x -> startsWith(x, ${string(OBJECT_START)}), ${items})`;

/** The items of the objects that are in an object, or in each of several. */
const itemsIn = (items: Sql, { name, type }: Column): Sql =>
  prefixedValues(items, `${name}${FLATTENED_BOUNDARY}`, type);

/** The columns of the objects of a scope, given their items: their fields, and the objects in them. */
export function objectColumns(
  { mapping, scope }: Pick<FieldContext, 'mapping' | 'scope'>,
  items: Sql,
): readonly ComputedColumn[] {
  const fields = fieldsOfObjects(mapping, scope).flatMap((field) => fieldColumns(field, items));
  const inner = [...mapping.nested].filter(([path]) => path.startsWith(`${scope}.`));
  return [
    ...fields,
    ...inner.map(([path, own]) => ({ name: columnName(path, 'fo'), value: itemsIn(items, own) })),
  ];
}

/** The fields of the objects of a path, without those of objects further in. */
export function fieldsOfObjects(mapping: Mapping, path: string): readonly MappedField[] {
  const inner = [...mapping.nested.keys()].filter((step) => step.startsWith(`${path}.`));
  return [...mapping.nestedFields.values()].filter(
    (field) =>
      field.path.startsWith(`${path}.`) && !inner.some((step) => field.path.startsWith(`${step}.`)),
  );
}

function fieldColumns({ column: own, analysis, grams }: MappedField, items: Sql) {
  if (grams !== undefined) {
    return [];
  }
  const values = (of: Column) => prefixedValues(items, `${of.name}${FLATTENED_BOUNDARY}`, of.type);
  const list = values(own);
  const value = own.list
    ? list
    : sql`if(empty(${list}), NULL, arrayStringConcat(${list}, ${string(TEXT_BOUNDARY)}))`;
  const tokens =
    analysis?.tokens === undefined ? [] : [analysis.tokens.terms, analysis.tokens.positions];
  return [{ name: own.name, value }, ...tokens.map((of) => ({ name: of.name, value: values(of) }))];
}

/**
 * A function of arrays over what is computed for each object: `arrayExists` of a condition, `arrayMap` of a value. Only
 * the columns that it names are made.
 */
export function overObjects(
  name: Sql,
  each: Sql,
  { objects, columns }: Pick<NestedObjects, 'objects' | 'columns'>,
): Sql {
  const text = print(each);
  const used = columns.filter((one) => text.includes(print(column(one.name))));
  if (used.length === 0) {
    return sql`${name}(${ITEMS} -> ${each}, ${objects})`;
  }
  const names = used.map((one) => column(one.name));
  const lists = used.map(({ value }) => sql`arrayMap(${ITEMS} -> ${value}, ${objects})`);
  return sql`${name}((${join(names, ', ')}) -> ${each}, ${join(lists, ', ')})`;
}
