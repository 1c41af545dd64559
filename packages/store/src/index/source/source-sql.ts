import { column, join, type Sql, sql } from '../../sql/sql.ts';
import { type Column, SYSTEM_COLUMNS } from '../column.ts';
import type { IndexMapping } from '../index-mapping.ts';
import type { Stored } from '../types/field-type.ts';
import type { ValuesOf } from './rebuild.ts';
import { sourceParts } from './source-parts.ts';

/** A row as documents are made of it. */
interface ReadRow {
  /** What is in the column of sources. */
  readonly stored: string;
  readonly values: ValuesOf;
}

/** How the rows of documents are read that are made again from columns. */
interface ColumnReader {
  /** An expression for one text: all columns that a document is made of. */
  readonly text: Sql;
  read(text: string): ReadRow;
}

/** Opens it for a table with some columns. A field whose column is not there yet has no value in any row. */
export function openColumnReader(
  mapping: IndexMapping,
  isThere: (columnName: string) => boolean,
): ColumnReader {
  const read = new Map<string, number>();
  const expressions: Sql[] = [column(SYSTEM_COLUMNS.source)];
  for (const wanted of sourceParts(mapping).columns) {
    const present = presentColumn(wanted, isThere);
    if (present !== undefined) {
      read.set(wanted.name, expressions.length);
      expressions.push(exactValue(present));
    }
  }
  return {
    text: sql`toJSONString(tuple(${join(expressions, ', ')}))`,
    read: (text) => {
      const row = JSON.parse(text) as readonly (Stored | null | readonly Stored[])[];
      return {
        stored: String(row[0] ?? ''),
        values: ({ name }) => listOf(row[read.get(name) ?? row.length]),
      };
    },
  };
}

/** A list column may not be there while the scalar one is that it replaces. */
function presentColumn(
  wanted: Column,
  isThere: (columnName: string) => boolean,
): Column | undefined {
  const { name, promotedFrom } = wanted;
  if (wanted.required || isThere(name)) {
    return wanted;
  }
  return promotedFrom !== undefined && isThere(promotedFrom)
    ? { ...wanted, name: promotedFrom, list: false }
    : undefined;
}

const listOf = (value: Stored | null | readonly Stored[] | undefined): readonly Stored[] => {
  if (value === undefined || value === null) {
    return [];
  }
  return typeof value === 'object' ? value : [value];
};

/** Texts for what JSON numbers would round; milliseconds for moments. */
function exactValue({ name, type, list }: Column): Sql {
  const value = column(name);
  const convert = CONVERSIONS[type];
  if (convert === undefined) {
    return value;
  }
  return list ? sql`arrayMap(x -> ${convert(sql`x`)}, ${value})` : convert(value);
}

const toText = (value: Sql): Sql => sql`toString(${value})`;

const CONVERSIONS: Partial<Readonly<Record<Column['type'], (value: Sql) => Sql>>> = {
  Int64: toText,
  UInt64: toText,
  'DateTime64(3)': (value) => sql`toUnixTimestamp64Milli(${value})`,
  'DateTime64(9)': toText,
  IPv6: toText,
};
