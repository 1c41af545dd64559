import { errors } from '@longshore/common/errors';
import { TIME_UNITS_MS } from '@longshore/common/time-value';
import { nameMatcher } from '../../index/expression.ts';
import { humanBytes, humanTime } from '../human.ts';
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
  /** Milliseconds are given with a unit unless `time=` says which. */
  readonly isTime?: boolean;
  value(row: Row): string | number | null;
}

/** A column that is shown unless `h` says otherwise; `more` changes that. */
export function catColumn<Row>(
  [name, ...aliases]: readonly [string, ...string[]],
  description: string,
  value: CatColumn<Row>['value'],
  more: Partial<Omit<CatColumn<Row>, 'name' | 'aliases' | 'description' | 'value'>> = {},
): CatColumn<Row> {
  return { name, aliases, description, value, isDefault: true, isNumber: false, ...more };
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
  'cluster_manager_timeout',
];

/** Answers rows as text, or as objects in another format, by `h`, `v`, `s`, `help`, `bytes` and `format`. */
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
  const units = { bytes: parameters.text('bytes'), time: parameters.text('time') };
  const cells = sorted.map((row) => chosen.map(({ column }) => cell(column, row, units)));
  const format = parameters.text('format')?.toLowerCase() ?? 'text';
  if (format !== 'text') {
    const objects = cells.map((values) =>
      Object.fromEntries(chosen.map(({ asked }, i) => [asked, values[i] ?? null])),
    );
    return { status: 200, body: objects };
  }
  const head = parameters.boolean('v', false) ? [chosen.map(({ asked }) => asked)] : [];
  const texts = cells.map((values) => values.map((value) => value ?? ''));
  return textAnswer(pad([...head, ...texts], (i) => chosen[i]?.column.isNumber === true));
}

function textAnswer(body: string): RestAnswer {
  return { status: 200, body, contentType: 'text/plain; charset=UTF-8' };
}

interface ChosenColumn<Row> {
  /** The name or alias that `h` asked for, which is what the head shows. */
  readonly asked: string;
  readonly column: CatColumn<Row>;
}

function choose<Row>(
  columns: readonly CatColumn<Row>[],
  wanted: readonly string[] | undefined,
): readonly ChosenColumn<Row>[] {
  if (!wanted) {
    return columns.flatMap((column) => (column.isDefault ? [{ asked: column.name, column }] : []));
  }
  const chosen = new Map<string, ChosenColumn<Row>>();
  for (const asked of wanted) {
    for (const found of chooseBy(columns, asked)) {
      chosen.set(found.asked, found);
    }
  }
  return [...chosen.values()];
}

/** A pattern stands for the full names of columns; an alias is shown as it was asked for. */
function chooseBy<Row>(
  columns: readonly CatColumn<Row>[],
  asked: string,
): readonly ChosenColumn<Row>[] {
  if (!asked.includes('*')) {
    const named = columns.find(({ name }) => name === asked);
    const column = named ?? columns.find(({ aliases }) => aliases.includes(asked));
    return column ? [{ asked, column }] : [];
  }
  const matches = nameMatcher(asked);
  return columns
    .filter(({ name, aliases }) => [name, ...aliases].some(matches))
    .map((column) => ({ asked: column.name, column }));
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

interface Units {
  readonly bytes: string | undefined;
  readonly time: string | undefined;
}

function cell<Row>(column: CatColumn<Row>, row: Row, units: Units): string | null {
  const value = column.value(row);
  if (value === null) {
    return null;
  }
  if (column.isBytes === true) {
    return formatBytes(Number(value), units.bytes);
  }
  return column.isTime === true ? formatTime(Number(value), units.time) : String(value);
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
  return humanBytes(bytes);
}

function formatTime(ms: number, unit: string | undefined): string {
  if (unit === undefined) {
    return humanTime(ms);
  }
  const unitMs = TIME_UNITS_MS[unit];
  if (unitMs === undefined) {
    throw errors.illegalArgument(`Failed to parse enum value [${unit}] for [time]`);
  }
  return String(Math.floor(ms / unitMs));
}

/** Cells of equal width with a blank between; numbers right, texts left. No blanks after the last text. */
function pad(lines: readonly (readonly string[])[], isRight: (column: number) => boolean): string {
  const widths: number[] = [];
  for (const line of lines) {
    for (const [i, text] of line.entries()) {
      widths[i] = Math.max(widths[i] ?? 0, text.length);
    }
  }
  const padded = lines.map((line) =>
    line
      .map((text, i) => {
        const width = i === line.length - 1 && !isRight(i) ? 0 : (widths[i] ?? 0);
        return isRight(i) ? text.padStart(width) : text.padEnd(width);
      })
      .join(' '),
  );
  return padded.map((line) => `${line}\n`).join('');
}
