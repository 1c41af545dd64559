import { isIP } from 'node:net';
import { assert } from '@longshore/common/errors';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
const UINT64_MAX = 2n ** 64n - 1n;

/** A value of a query with its ClickHouse type, kept apart from the text until `print`. */
export interface Param {
  readonly type: 'String' | 'Int64' | 'Float64' | 'Bool' | 'DateTime64' | 'IPv6' | 'Array(String)';
  readonly value: unknown;
}

/** A column that is computed from others of its table. */
export interface ComputedColumn {
  readonly name: string;
  readonly value: Sql;
}

/** A table with computed columns beside its own: each costs, so that only those are there that the statement names. */
interface ComputedTable {
  readonly table: Sql;
  readonly columns: readonly ComputedColumn[];
}

type Part = string | Param | ComputedTable;

/** A piece of ClickHouse SQL: text and values in order. Pieces nest; only `print` turns values into text. */
export interface Sql {
  readonly parts: readonly Part[];
}

/** SQL with values and pieces in it: sql`SELECT ${column('a')} WHERE b = ${string(text)}`. */
export function sql(texts: TemplateStringsArray, ...values: readonly (Sql | Param)[]): Sql {
  const parts: Part[] = [texts[0] ?? ''];
  for (const [i, value] of values.entries()) {
    parts.push(...('parts' in value ? value.parts : [value]), texts[i + 1] ?? '');
  }
  return { parts };
}

/** A text. */
export const string = (value: string): Param => ({ type: 'String', value });
/** A whole number of 64 bits, signed or not. */
export const int = (value: number | bigint): Param => ({ type: 'Int64', value });
/** A finite number. */
export const float = (value: number): Param => ({ type: 'Float64', value });
/** A truth value. */
export const bool = (value: boolean): Param => ({ type: 'Bool', value });
/** A moment in epoch milliseconds, as DateTime64(3, 'UTC'). */
export const moment = (epochMs: number): Param => ({ type: 'DateTime64', value: epochMs });
/** An IPv4 or IPv6 address; the former is what it is as an IPv6 address, `::ffff:a.b.c.d`. */
export const ip = (value: string): Param => ({ type: 'IPv6', value });
/** A list of texts. */
export const strings = (value: readonly string[]): Param => ({ type: 'Array(String)', value });

/** SQL text of our own, such as a function name from a table of this code base. Never from a request. */
export const raw = (text: string): Sql => ({ parts: [text] });

/** A column, quoted. Names come from `columnName`, never from a request as they are. */
export function column(name: string): Sql {
  return raw(`\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``);
}

/** A table with computed columns beside its own, to select from. */
export const computedTable = (table: Sql, columns: readonly ComputedColumn[]): Sql =>
  columns.length === 0 ? table : { parts: [{ table, columns }] };

/** Pieces with our own text between them. */
export function join(pieces: readonly Sql[], separator: string): Sql {
  return {
    parts: pieces.flatMap((piece, i) => (i === 0 ? piece.parts : [separator, ...piece.parts])),
  };
}

/** SQL text. The only way from `Sql` to a string. */
export const print = (piece: Sql): string => printWithin(piece, '');

/** `around` is the statement that a table is in: it may name columns of tables further in. */
function printWithin({ parts }: Sql, around: string): string {
  const texts = parts.map((part) => {
    if (typeof part === 'string') {
      return part;
    }
    return 'columns' in part ? part : literal(part);
  });
  const named = texts.filter((text) => typeof text === 'string').join('');
  return texts.every((text) => typeof text === 'string')
    ? named
    : texts
        .map((text) => (typeof text === 'string' ? text : printTable(text, `${around}${named}`)))
        .join('');
}

/** With those columns whose quoted names are in a text, and those that they need. */
function printTable({ table, columns }: ComputedTable, statement: string): string {
  const needed = new Map<ComputedColumn, string>();
  for (let names = statement; names !== ''; ) {
    const found = columns.filter(
      (one) => !needed.has(one) && names.includes(print(column(one.name))),
    );
    names = '';
    for (const one of found) {
      const text = print(sql`${one.value} AS ${column(one.name)}`);
      needed.set(one, text);
      names += text;
    }
  }
  const from = printWithin(table, statement + [...needed.values()].join(''));
  return needed.size === 0 ? from : `(SELECT *, ${[...needed.values()].join(', ')} FROM ${from})`;
}

/** The only place where a value becomes SQL. Fuzzed: what it prints, the engine reads back unchanged. */
function literal({ type, value }: Param): string {
  switch (type) {
    case 'String':
      return quote(String(value));
    case 'Int64':
      return integer(BigInt(value as number | bigint));
    case 'Float64':
      return float64(Number(value));
    case 'Bool':
      return value === true ? 'true' : 'false';
    case 'DateTime64':
      return `fromUnixTimestamp64Milli(toInt64(${BigInt(value as number)}), 'UTC')`;
    case 'IPv6':
      return `toIPv6(${quote(address(String(value)))})`;
    case 'Array(String)':
      return `[${(value as readonly string[]).map(quote).join(', ')}]`;
  }
}

/** Beyond Int64 it is UInt64; the engine compares the two by value. */
function integer(value: bigint): string {
  assert(value >= INT64_MIN && value <= UINT64_MAX, `the integer ${value} does not fit 64 bits`);
  return value > INT64_MAX ? `toUInt64(${value})` : `toInt64(${value})`;
}

/** An address of one interface (`fe80::1%eth0`) is none that the engine knows. */
function address(value: string): string {
  assert(isIP(value) !== 0 && !value.includes('%'), 'something that is no address came to SQL');
  return value;
}

function float64(value: number): string {
  assert(Number.isFinite(value), `the number ${value} is not finite`);
  return `toFloat64('${Object.is(value, -0) ? '-0' : value}')`;
}

/**
 * The backslash escapes what would end the text, and NUL, which would end the statement. Half a surrogate pair is
 * no character: as in stored documents, UTF-8 makes it U+FFFD when the statement is sent.
 */
function quote(text: string): string {
  return `'${text.replace(/[\\'\0]/g, (char) => (char === '\0' ? '\\0' : `\\${char}`))}'`;
}
