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

/**
 * Values and code units that a script may leave behind, each counted as often as it is reached: a list that holds one list
 * many times is small in memory and long in a document.
 */
const SIZE_MAX = 100_000_000;
/** What a value counts beside its text. */
const VALUE_SIZE = 64;

/** A walk over what a script left: how much more it may find, and the containers that it is inside of. */
interface Walk {
  left: number;
  readonly inside: Set<unknown>;
}

/** Begins a walk inside of the containers given. */
const openWalk = (...inside: readonly unknown[]): Walk => ({
  left: SIZE_MAX,
  inside: new Set(inside),
});

function spend(walk: Walk, units: number): void {
  walk.left -= units;
  if (walk.left < 0) {
    throw faults.limit(`a script left more than ${SIZE_MAX} characters behind`);
  }
}

/** A value of a script as a value of a document. Containers of a document are changed in place. */
export const toPlain = (value: unknown, ...inside: readonly unknown[]): unknown =>
  walkValue(value, openWalk(...inside));

function walkValue(value: unknown, walk: Walk): unknown {
  spend(walk, VALUE_SIZE);
  switch (typeof value) {
    case 'object':
      return value === null ? null : objectToPlain(value, walk);
    case 'string':
      spend(walk, value.length);
      return value;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : new ExactNumber(String(value));
    case 'undefined':
      return null;
    default:
      return value;
  }
}

function objectToPlain(value: object, walk: Walk): unknown {
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
    return walkValue(value.toPlain(), walk);
  }
  if (value instanceof ScriptFunction) {
    throw faults.illegalArgument('a function can not be a value of a document');
  }
  return containerToPlain(value, walk);
}

/** A whole double stays a fraction in a document: `2.0`. */
function doubleToPlain(value: number, text: string): unknown {
  if (!Number.isFinite(value)) {
    return text;
  }
  return Number.isInteger(value) ? new ExactNumber(fraction(text)) : Number(text);
}

const fraction = (text: string): string => (/[.eE]/.test(text) ? text : `${text}.0`);

function containerToPlain(value: object, walk: Walk): unknown {
  if (walk.inside.has(value)) {
    throw faults.illegalArgument('Iterable object is self-referencing itself');
  }
  if (walk.inside.size > DEPTH_MAX) {
    throw faults.illegalArgument(`a value is nested deeper than ${DEPTH_MAX} levels`);
  }
  walk.inside.add(value);
  const plain = walkContainer(value, walk);
  walk.inside.delete(value);
  return plain;
}

function walkContainer(value: object, walk: Walk): unknown {
  if (value instanceof Map) {
    return Object.fromEntries(
      [...value].map(([key, member]) => [toText(key), walkValue(member, walk)]),
    );
  }
  if (value instanceof ScriptSet) {
    return [...value.items.values()].map((item) => walkValue(item, walk));
  }
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      value[i] = walkValue(value[i], walk);
    }
  } else if (isPlainObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      const plain = walkValue(member, walk);
      if (plain !== member) {
        Object.defineProperty(value, key, { value: plain });
      }
    }
  }
  return value;
}
