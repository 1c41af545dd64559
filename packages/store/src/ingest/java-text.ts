import { ExactNumber } from '../index/exact-json.ts';
import { type IngestValue, isIngestObject } from './ingest-value.ts';

const INT_MAX = 2_147_483_647;
/** Longer texts are cut where a value is only shown. */
const SHOWN_CHARS_MAX = 10_000;

/** What Elasticsearch calls the type of a value in its messages. */
export function javaType(value: IngestValue | undefined): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'java.util.ArrayList';
  }
  if (value instanceof ExactNumber) {
    return value.isFraction ? 'java.lang.Double' : 'java.math.BigInteger';
  }
  switch (typeof value) {
    case 'string':
      return 'java.lang.String';
    case 'boolean':
      return 'java.lang.Boolean';
    case 'bigint':
      return 'java.lang.Long';
    case 'number':
      return numberType(value);
    default:
      return 'java.util.HashMap';
  }
}

function numberType(value: number): string {
  if (!Number.isInteger(value)) {
    return 'java.lang.Double';
  }
  return Math.abs(value) <= INT_MAX ? 'java.lang.Integer' : 'java.lang.Long';
}

/** A value as Elasticsearch's templates and messages spell it: `[1, 2]`, `{a=1}`. */
export function javaText(value: IngestValue | undefined): string {
  const text = spell(value);
  return typeof value === 'object' && text.length > SHOWN_CHARS_MAX
    ? text.slice(0, SHOWN_CHARS_MAX)
    : text;
}

function spell(value: IngestValue | undefined): string {
  if (value instanceof ExactNumber) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return `[${value.map(spell).join(', ')}]`;
  }
  if (isIngestObject(value)) {
    const members = Object.entries(value).map(([key, one]) => `${key}=${spell(one)}`);
    return `{${members.join(', ')}}`;
  }
  return String(value ?? 'null');
}
