import { shownDate } from './query-context.ts';
import type { Column, Row } from './row.ts';
import { Interval, isListValue, type Scalar, shownNumber, type Value } from './value.ts';

/** A value as JSON answers have it. */
export function jsonValue(value: Value, { type }: Column, timeZone: string): unknown {
  return isListValue(value)
    ? value.map((one) => scalarJson(one, type, timeZone))
    : scalarJson(value, type, timeZone);
}

function scalarJson(value: Scalar, type: Column['type'], timeZone: string): unknown {
  if (type === 'date' && typeof value === 'number') {
    return shownDate(value, { timeZone });
  }
  if (value instanceof Interval) {
    return intervalText(value);
  }
  return typeof value === 'number' || typeof value === 'bigint' ? shownNumber(value) : value;
}

const intervalText = ({ months, ms }: Interval): string =>
  months === 0 ? `PT${ms / 1_000}S` : `P${months}M`;

function cellText(value: Value, column: Column, timeZone: string): string {
  const shown = jsonValue(value, column, timeZone);
  const texts = (Array.isArray(shown) ? shown : [shown]).map((one: unknown) =>
    one === null || one === undefined ? '' : scalarText(one, column),
  );
  return texts.length > 1 ? `[${texts.join(',')}]` : (texts[0] ?? '');
}

/** Fractions are seen to be some. */
function scalarText(value: unknown, { type }: Column): string {
  if (typeof value === 'object' && value !== null && 'text' in value) {
    return String(value.text);
  }
  return type === 'double' && Number.isInteger(value) && Math.abs(Number(value)) < 1e15
    ? `${value}.0`
    : String(value);
}

interface Texts {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly timeZone: string;
  readonly hasHeader: boolean;
}

/** Values with a separator between them; what would be mistaken is quoted. */
export function writeSeparated(table: Texts, separator: ',' | ';' | '|'): string {
  const quote = (text: string) =>
    new RegExp(`["\\r\\n${separator}]`).test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return writeLines(table, (cells) => `${cells.map(quote).join(separator)}\r\n`);
}

/** Values with tabs between them; tabs and ends of lines are escaped. */
export const writeTabs = (table: Texts): string =>
  writeLines(
    table,
    (cells) =>
      `${cells.map((cell) => cell.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')).join('\t')}\n`,
  );

function writeLines(
  { columns, rows, timeZone, hasHeader }: Texts,
  line: (cells: readonly string[]) => string,
): string {
  const header = hasHeader ? line(columns.map(({ name }) => name)) : '';
  return header + rows.map((row) => line(cellsOf(row, columns, timeZone))).join('');
}

const cellsOf = (row: Row, columns: readonly Column[], timeZone: string): readonly string[] =>
  columns.map((column, i) => cellText(row[i] ?? null, column, timeZone));

const WIDTH_MIN = 15;

/** A table for people: names in the middle of their columns, which are as wide as what is in them. */
export function writeAligned({ columns, rows, timeZone, hasHeader }: Texts): string {
  const cells = rows.map((row) => cellsOf(row, columns, timeZone));
  const widths = columns.map(({ name }, i) =>
    cells.reduce(
      (most, row) => Math.max(most, (row[i] ?? '').length),
      Math.max(name.length, WIDTH_MIN),
    ),
  );
  const centered = columns.map(({ name }, i) => {
    const space = (widths[i] ?? 0) - name.length;
    return `${' '.repeat(space >> 1)}${name}${' '.repeat(space - (space >> 1))}`;
  });
  const lines = [
    ...(hasHeader ? [centered.join('|'), widths.map((width) => '-'.repeat(width)).join('+')] : []),
    ...cells.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('|')),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
