/** A value of a query with its ClickHouse type, kept apart from the text until `print`. */
export interface Param {
  readonly type: 'String' | 'Int64' | 'Float64' | 'Bool' | 'DateTime64' | 'IPv6' | 'Array(String)';
  readonly value: unknown;
}

/** A piece of ClickHouse SQL: text and values in order. Pieces nest; only `print` turns values into text. */
export interface Sql {
  readonly parts: readonly (string | Param)[];
}

export function sql(texts: TemplateStringsArray, ...values: readonly (Sql | Param)[]): Sql {
  const parts: (string | Param)[] = [texts[0] ?? ''];
  for (const [i, value] of values.entries()) {
    parts.push(...('parts' in value ? value.parts : [value]), texts[i + 1] ?? '');
  }
  return { parts };
}

export const string = (value: string): Param => ({ type: 'String', value });
export const int = (value: number | bigint): Param => ({ type: 'Int64', value });
export const float = (value: number): Param => ({ type: 'Float64', value });
export const bool = (value: boolean): Param => ({ type: 'Bool', value });
/** A moment in epoch milliseconds, as DateTime64(3, 'UTC'). */
export const moment = (epochMs: number): Param => ({ type: 'DateTime64', value: epochMs });
export const ip = (value: string): Param => ({ type: 'IPv6', value });
export const strings = (value: readonly string[]): Param => ({ type: 'Array(String)', value });

/** SQL text of our own, such as a function name from a table of this code base. Never from a request. */
export const raw = (text: string): Sql => ({ parts: [text] });

/** A column, quoted. Names come from `columnName`, never from a request as they are. */
export function column(name: string): Sql {
  return raw(`\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``);
}

export function join(pieces: readonly Sql[], separator: string): Sql {
  return {
    parts: pieces.flatMap((piece, i) => (i === 0 ? piece.parts : [separator, ...piece.parts])),
  };
}

/** SQL text. The only way from `Sql` to a string. */
export function print(query: Sql): string {
  return query.parts.map((part) => (typeof part === 'string' ? part : literal(part))).join('');
}

/** The only place where a value becomes SQL. Fuzzed: what it prints, the engine reads back unchanged. */
function literal({ type, value }: Param): string {
  switch (type) {
    case 'String':
      return quote(String(value));
    case 'Int64':
      return `toInt64(${BigInt(value as number | bigint)})`;
    case 'Float64':
      return `toFloat64(${quote(String(value))})`;
    case 'Bool':
      return value === true ? 'true' : 'false';
    case 'DateTime64':
      return `fromUnixTimestamp64Milli(toInt64(${BigInt(value as number)}), 'UTC')`;
    case 'IPv6':
      return `toIPv6(${quote(String(value))})`;
    case 'Array(String)':
      return `[${(value as readonly string[]).map(quote).join(', ')}]`;
  }
}

const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
