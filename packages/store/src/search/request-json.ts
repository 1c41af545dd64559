import type { Json } from '@longshore/common/json';
import { type ExactJson, ExactNumber, isExactObject, parseUnique } from '../index/exact-json.ts';

/** The JSON of a search; integers beyond 2^53 come as texts, which stand for numbers everywhere in it. */
export const parseRequestJson = (bytes: Buffer): Json => toPlain(parseUnique(bytes));

function toPlain(value: ExactJson): Json {
  if (value instanceof ExactNumber) {
    const number = Number(value.text);
    return value.isFraction || Number.isSafeInteger(number) ? number : value.text;
  }
  if (Array.isArray(value)) {
    return value.map(toPlain);
  }
  return isExactObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]))
    : (value as Json);
}
