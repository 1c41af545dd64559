import type { Row } from './engine.ts';

/** Turns a value as the engine writes it into what `Row` promises. */
type Convert = (value: unknown) => unknown;

interface CompactAnswer {
  readonly meta: readonly { readonly name: string; readonly type: string }[];
  readonly data: readonly (readonly unknown[])[];
}

/** Rows of an answer in the engine's format `JSONCompact`, in which 64-bit integers are quoted. */
export function parseRows(answer: Buffer): readonly Row[] {
  if (answer.length === 0) {
    return [];
  }
  const { meta, data } = JSON.parse(answer.toString('utf8')) as CompactAnswer;
  const columns = meta.map(({ name, type }) => ({ name, convert: converter(type) }));
  return data.map((values) => {
    const row: Record<string, unknown> = {};
    for (const [i, { name, convert }] of columns.entries()) {
      const value = values[i] ?? null;
      row[name] = value === null || convert === undefined ? value : convert(value);
    }
    return row;
  });
}

/** Undefined when values of this type are right as they are. */
function converter(type: string): Convert | undefined {
  if (/^U?Int(64|128|256)$/.test(type)) {
    return integer;
  }
  const [, outer = '', inner = ''] =
    /^(Nullable|LowCardinality|Array|Tuple|Map)\((.*)\)$/s.exec(type) ?? [];
  switch (outer) {
    case 'Nullable':
    case 'LowCardinality':
      return converter(inner);
    case 'Array': {
      const element = converter(inner);
      return element && ((value) => (value as readonly unknown[]).map(element));
    }
    case 'Tuple':
      return tupleConverter(splitTypes(inner));
    case 'Map': {
      const element = converter(splitTypes(inner)[1] ?? '');
      return (
        element &&
        ((value) =>
          Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, element(v)])))
      );
    }
    default:
      return undefined;
  }
}

function tupleConverter(types: readonly string[]): Convert | undefined {
  // A named tuple has `name Type` members and comes as an object; ours are unnamed.
  const elements = types.map((type) => converter(type));
  if (elements.every((element) => element === undefined)) {
    return undefined;
  }
  return (value) =>
    Array.isArray(value) ? value.map((member, i) => elements[i]?.(member) ?? member) : value;
}

/** Splits `A, Map(B, C)` at the commas outside brackets. */
function splitTypes(types: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [i, char] of [...types].entries()) {
    if (char === '(') {
      depth += 1;
    } else if (char === ')') {
      depth -= 1;
    } else if (char === ',' && depth === 0) {
      parts.push(types.slice(start, i).trim());
      start = i + 1;
    }
  }
  return [...parts, types.slice(start).trim()];
}

const integer: Convert = (value) => {
  const number = value === null ? Number.NaN : Number(value);
  return Number.isSafeInteger(number) ? number : value;
};
