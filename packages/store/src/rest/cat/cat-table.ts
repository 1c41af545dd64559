import { errors } from '@longshore/common/errors';
import { nameMatcher } from '../../index/expression.ts';
import type { Parameters } from '../parameters.ts';
import type { RestAnswer } from '../route.ts';

/** A column of a cat API. */
export interface CatColumn<Row> {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  /** Shown when `h` does not say which. */
  readonly isDefault: boolean;
  /** Numbers stand at the right, and are sorted as numbers. */
  readonly isNumber: boolean;
  /** Bytes are given with a unit unless `bytes=` says which. */
  readonly isBytes?: boolean;
  value(row: Row): string | number | null;
}

/** Query parameters that every cat API takes. */
export const CAT_PARAMETERS = [
  'h',
  'v',
  's',
  'help',
  'bytes',
  'time',
  'ts',
  'local',
  'master_timeout',
];

/** Answers rows as text or JSON by `h`, `v`, `s`, `help`, `bytes` and `format`. */
export function catAnswer<Row>(
  rows: readonly Row[],
  columns: readonly CatColumn<Row>[],
  parameters: Parameters,
): RestAnswer {
  if (parameters.boolean('help', false)) {
    const lines = columns.map(({ name, aliases, description }) => [
      name,
      `| ${aliases.join(',') || '-'}`,
      `| ${description}`,
    ]);
    return textAnswer(pad(lines, () => false));
  }
  const chosen = choose(columns, parameters.list('h'));
  const sorted = sortRows(rows, columns, parameters.list('s') ?? []);
  const unit = parameters.text('bytes');
  const cells = sorted.map((row) => chosen.map((column) => cell(column, row, unit)));
  const format = parameters.text('format');
  if (format === 'json') {
    const objects = cells.map((values) =>
      Object.fromEntries(chosen.map(({ name }, i) => [name, values[i] ?? null])),
    );
    return { status: 200, body: objects };
  }
  if (format !== undefined && format !== 'text') {
    throw errors.illegalArgument(`format [${format}] is not supported; use text or json`);
  }
  const head = parameters.boolean('v', false) ? [chosen.map(({ name }) => name)] : [];
  const texts = cells.map((values) => values.map((value) => value ?? ''));
  return textAnswer(pad([...head, ...texts], (i) => chosen[i]?.isNumber === true));
}

function textAnswer(body: string): RestAnswer {
  return { status: 200, body, contentType: 'text/plain; charset=UTF-8' };
}

function choose<Row>(
  columns: readonly CatColumn<Row>[],
  wanted: readonly string[] | undefined,
): readonly CatColumn<Row>[] {
  if (!wanted) {
    return columns.filter(({ isDefault }) => isDefault);
  }
  const found = wanted.flatMap((pattern) => {
    const matches = nameMatcher(pattern);
    return columns.filter(({ name, aliases }) => [name, ...aliases].some(matches));
  });
  return [...new Set(found)];
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly CatColumn<Row>[],
  keys: readonly string[],
): readonly Row[] {
  const orders = keys.map((key) => {
    const [name = '', direction = 'asc'] = key.split(':');
    const column = columns.find((one) => one.name === name || one.aliases.includes(name));
    if (!column) {
      throw errors.illegalArgument(`Unable to sort by unknown sort key [${name}]`);
    }
    return { column, sign: direction === 'desc' ? -1 : 1 };
  });
  return [...rows].sort((a, b) => {
    for (const { column, sign } of orders) {
      const order = compare(column.value(a), column.value(b));
      if (order !== 0) {
        return order * sign;
      }
    }
    return 0;
  });
}

function compare(a: string | number | null, b: string | number | null): number {
  if (typeof a === 'number' && typeof b === 'number') {
    return a - b;
  }
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left === right ? 0 : left < right ? -1 : 1;
}

function cell<Row>(column: CatColumn<Row>, row: Row, unit: string | undefined): string | null {
  const value = column.value(row);
  if (value === null) {
    return null;
  }
  return column.isBytes === true ? formatBytes(Number(value), unit) : String(value);
}

const UNITS = ['b', 'kb', 'mb', 'gb', 'tb', 'pb'] as const;

function formatBytes(bytes: number, unit: string | undefined): string {
  if (unit !== undefined) {
    const power = UNITS.findIndex((one) => one === unit || one[0] === unit);
    if (power < 0) {
      throw errors.illegalArgument(`Failed to parse enum value [${unit}] for [bytes]`);
    }
    return String(Math.floor(bytes / 1024 ** power));
  }
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  const scaled = Math.floor((bytes / 1024 ** power) * 10) / 10;
  return `${scaled}${UNITS[power]}`;
}

/** Cells of equal width with a blank between; numbers right, texts left. */
function pad(lines: readonly (readonly string[])[], isRight: (column: number) => boolean): string {
  const widths: number[] = [];
  for (const line of lines) {
    for (const [i, text] of line.entries()) {
      widths[i] = Math.max(widths[i] ?? 0, text.length);
    }
  }
  const padded = lines.map((line) =>
    line
      .map((text, i) => (isRight(i) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join(' '),
  );
  return padded.map((line) => `${line}\n`).join('');
}
