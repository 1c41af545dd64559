import { ExactNumber } from '../index/exact-json.ts';
import { faults } from './script-fault.ts';
import { toText } from './text.ts';
import {
  Char,
  Double,
  Float,
  isPlainObject,
  ScriptFunction,
  ScriptObject,
  ScriptSet,
} from './values.ts';

/** Deeper values are refused, as they are in documents. */
const DEPTH_MAX = 100;

/** A value of a script as a value of a document. Containers of a document are changed in place. */
export function toPlain(value: unknown, parents: readonly unknown[] = []): unknown {
  switch (typeof value) {
    case 'object':
      return value === null ? null : objectToPlain(value, parents);
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : new ExactNumber(String(value));
    case 'undefined':
      return null;
    default:
      return value;
  }
}

function objectToPlain(value: object, parents: readonly unknown[]): unknown {
  if (value instanceof Double) {
    return doubleToPlain(value.value, String(value.value));
  }
  if (value instanceof Float) {
    return doubleToPlain(value.value, toText(value));
  }
  if (value instanceof Char) {
    return value.toString();
  }
  if (value instanceof ScriptObject) {
    return toPlain(value.toPlain(), parents);
  }
  if (value instanceof ScriptFunction) {
    throw faults.illegalArgument('a function can not be a value of a document');
  }
  return containerToPlain(value, parents);
}

/** A whole double stays a fraction in a document: `2.0`. */
function doubleToPlain(value: number, text: string): unknown {
  if (!Number.isFinite(value)) {
    return text;
  }
  return Number.isInteger(value) ? new ExactNumber(fraction(text)) : Number(text);
}

const fraction = (text: string): string => (/[.eE]/.test(text) ? text : `${text}.0`);

function containerToPlain(value: object, parents: readonly unknown[]): unknown {
  if (parents.includes(value)) {
    throw faults.illegalArgument('Iterable object is self-referencing itself');
  }
  if (parents.length > DEPTH_MAX) {
    throw faults.illegalArgument(`a value is nested deeper than ${DEPTH_MAX} levels`);
  }
  const inner = [...parents, value];
  if (value instanceof Map) {
    return Object.fromEntries(
      [...value].map(([key, member]) => [toText(key), toPlain(member, inner)]),
    );
  }
  if (value instanceof ScriptSet) {
    return [...value.items.values()].map((item) => toPlain(item, inner));
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      value[i] = toPlain(value[i], inner);
    }
  } else if (isPlainObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      const plain = toPlain(member, inner);
      if (plain !== member) {
        Object.defineProperty(value, key, { value: plain });
      }
    }
  }
  return value;
}
