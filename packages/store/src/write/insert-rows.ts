import { setImmediate } from 'node:timers/promises';
import { type Column, SYSTEM_COLUMNS } from '../index/column.ts';
import type { Entry } from './entry.ts';
import type { ColumnValue } from './operation.ts';

/** Rows for the engine's JSON reader, with the columns that they fill. */
export interface InsertRows {
  readonly columns: readonly string[];
  readonly rows: Buffer;
}

const SYSTEM_NAMES = [
  SYSTEM_COLUMNS.id,
  SYSTEM_COLUMNS.seqNo,
  SYSTEM_COLUMNS.version,
  SYSTEM_COLUMNS.source,
  SYSTEM_COLUMNS.time,
] as const;
const ROWS_IN_ONE_GO = 500;
/** The engine counts DateTime64(9) in nanoseconds; our dates are in milliseconds. */
const NANOS_PER_MS = '000000';

/**
 * One line per entry, as `JSONCompactEachRow`. Only columns that an entry has a value for are sent. Entries of
 * `bare` come with their source but without fields.
 */
export async function buildInsertRows(
  entries: readonly Entry[],
  columns: readonly Column[],
  bare: ReadonlySet<number> = new Set(),
): Promise<InsertRows> {
  const used = usedColumns(entries, columns);
  const pieces: Buffer[] = [];
  for (let from = 0; from < entries.length; from += ROWS_IN_ONE_GO) {
    const part = entries.slice(from, from + ROWS_IN_ONE_GO);
    pieces.push(
      Buffer.from(
        formatRows(part, used, (i) => bare.has(from + i)),
        'utf8',
      ),
    );
    // Requests get their turn in between.
    await setImmediate();
  }
  return {
    columns: [...SYSTEM_NAMES, ...used.map(({ name }) => name)],
    rows: Buffer.concat(pieces),
  };
}

function formatRows(
  entries: readonly Entry[],
  used: readonly Column[],
  isBare: (i: number) => boolean,
): string {
  const lines = entries.map((entry, i) => {
    const values = used.map((column) =>
      isBare(i) ? 'null' : formatValue(entry.row?.values.get(column.name), column),
    );
    return `[${[...systemValues(entry), ...values].join(',')}]\n`;
  });
  return lines.join('');
}

function usedColumns(entries: readonly Entry[], columns: readonly Column[]): readonly Column[] {
  const names = new Set<string>();
  for (const { row } of entries) {
    for (const name of row?.values.keys() ?? []) {
      names.add(name);
    }
  }
  return columns.filter(({ name }) => names.has(name));
}

function systemValues({ id, seqNo, version, source, row }: Entry): readonly string[] {
  return [
    formatText(id),
    String(seqNo),
    String(version),
    formatText(source.toString('utf8')),
    String(Math.trunc(row?.timeMs ?? 0)),
  ];
}

function formatValue(value: ColumnValue | undefined, column: Column): string {
  if (value === undefined || value === null) {
    return 'null';
  }
  return typeof value === 'object'
    ? `[${value.map((member) => formatScalar(member, column)).join(',')}]`
    : formatScalar(value, column);
}

function formatScalar(value: string | number | boolean, { type }: Column): string {
  if (typeof value === 'string') {
    return formatText(value);
  }
  if (typeof value === 'boolean') {
    return String(value);
  }
  if (!Number.isFinite(value)) {
    return 'null';
  }
  switch (type) {
    case 'DateTime64(3)':
      return String(Math.trunc(value));
    case 'DateTime64(9)':
      return `${Math.trunc(value)}${NANOS_PER_MS}`;
    default:
      return String(value);
  }
}

/** Half a surrogate pair is no character; the engine's reader refuses it, so it becomes U+FFFD as in UTF-8. */
function formatText(text: string): string {
  const json = JSON.stringify(text);
  return /\\ud[89a-f]/.test(json)
    ? JSON.stringify(Buffer.from(text, 'utf8').toString('utf8'))
    : json;
}
