import { readDate } from './dates.ts';
import { type Json, type JsonObject, NoRule } from './json.ts';

export type Kind = 'long' | 'double' | 'keyword' | 'text' | 'boolean' | 'date' | 'ip';

/** A field as one index maps it. */
export interface Field {
  readonly kind: Kind;
  /** Where its values are in the source, of fields inside others. */
  readonly from?: string;
  readonly ignoreAbove?: number;
  readonly nullValue?: string;
  readonly isLowered?: boolean;
}

/** An index with the documents that are left in it, in the order of their last writes. */
export interface Index {
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly docs: readonly Doc[];
}

export interface Doc {
  readonly index: string;
  readonly id: string;
  readonly source: JsonObject;
  readonly fields: Readonly<Record<string, Field>>;
}

/** Addresses are numbers of 128 bits, dates epoch ms. */
export type Value = string | number | boolean | bigint;

/** All values of a field of a document, as the index has them. */
export function valuesOf(doc: Doc, path: string): readonly Value[] {
  const field = doc.fields[path];
  return field === undefined
    ? []
    : leaves(doc.source, (field.from ?? path).split('.')).flatMap((leaf) => convert(leaf, field));
}

/** The same in order, as aggregations and sorts see them: of texts and addresses each once. */
export function docValues(doc: Doc, path: string): readonly Value[] {
  const values = [...valuesOf(doc, path)].sort(compareValues);
  const isSet = ['keyword', 'ip'].includes(doc.fields[path]?.kind ?? '');
  return isSet ? [...new Set(values)] : values;
}

/** Texts by their bytes. */
export function compareValues(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function leaves(given: Json | undefined, [name, ...rest]: readonly string[]): readonly Json[] {
  if (Array.isArray(given)) {
    return given.flatMap((one: Json) => leaves(one, name === undefined ? [] : [name, ...rest]));
  }
  if (name === undefined || given === undefined) {
    return given === undefined ? [] : [given];
  }
  return typeof given === 'object' && given !== null
    ? leaves((given as JsonObject)[name], rest)
    : [];
}

function convert(leaf: Json, field: Field): readonly Value[] {
  if (leaf === null) {
    return field.nullValue === undefined ? [] : [field.nullValue];
  }
  const text = String(leaf);
  switch (field.kind) {
    case 'long':
      // What is no number is ignored where the mapping says so, and nowhere else.
      return Number.isNaN(Number(text)) ? [] : [Math.trunc(Number(text)) + 0];
    case 'double':
      return [Number(text)];
    case 'boolean':
      return [text === 'true'];
    case 'date':
      return [readDate(text)];
    case 'ip':
      return [readIp(text)];
    case 'keyword':
      return text.length > (field.ignoreAbove ?? Infinity)
        ? []
        : [field.isLowered === true ? text.toLowerCase() : text];
    case 'text':
      return [text];
  }
}

const V4_PREFIX = 0xffffn << 32n;

/** An address as a number of 128 bits. */
export function readIp(text: string): bigint {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) {
    return V4_PREFIX + text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  const [head = '', tail] = text.split('::');
  const groups = (side: string) => (side === '' ? [] : side.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  if (!/^[\da-f:]+$/.test(text) || (tail === undefined && left.length !== 8)) {
    throw new NoRule(`no address: ${text}`);
  }
  return [...left, ...zeros, ...right].reduce(
    (sum, part) => sum * 65_536n + BigInt(`0x${part}`),
    0n,
  );
}

/** An address as answers write it, of the few that documents have here: at most one run of zeros. */
export function showIp(address: bigint): string {
  if (address >> 32n === 0xffffn) {
    return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((address >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  ).join(':');
  return groups.replace(/(^|:)0(:0)+(:|$)/, '::');
}
