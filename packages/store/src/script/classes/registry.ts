import type { Args, Statics } from '../method.ts';
import type { Run } from '../run.ts';
import { EXCEPTION_NAMES, faults, ScriptFault } from '../script-fault.ts';
import { toText } from '../text.ts';
import { COLLECTION_CONSTRUCTORS, COLLECTION_STATICS } from './collections.ts';
import { LANG_CONSTANTS, LANG_STATICS } from './lang.ts';
import { MATH_STATICS } from './math.ts';
import { TIME_CONSTANTS, TIME_CONSTRUCTORS, TIME_STATICS } from './time-statics.ts';

type Invoke = (args: Args, run: Run) => unknown;

const STATICS: Statics = new Map([
  ...LANG_STATICS,
  ...MATH_STATICS,
  ...COLLECTION_STATICS,
  ...TIME_STATICS,
]);

const CONSTANTS: ReadonlyMap<string, unknown> = new Map([...LANG_CONSTANTS, ...TIME_CONSTANTS]);

const EXCEPTIONS: Statics = new Map(
  [...EXCEPTION_NAMES].flatMap((name): [string, Invoke][] => [
    [`${name}/0`, () => new ScriptFault(name, '')],
    [`${name}/1`, ([message]) => new ScriptFault(name, toText(message))],
  ]),
);

const CONSTRUCTORS: Statics = new Map([
  ...COLLECTION_CONSTRUCTORS,
  ...TIME_CONSTRUCTORS,
  ...EXCEPTIONS,
]);

/** The function of a class, or nothing. */
export function findStatic(type: string, name: string, count: number): Invoke | undefined {
  return STATICS.get(`${type}.${name}/${count}`);
}

/** The function of a class; a fault with its place if the class has none of this name and number of arguments. */
export function mustFindStatic(type: string, name: string, count: number, at: number): Invoke {
  const found = findStatic(type, name, count);
  if (!found) {
    throw faults.illegalArgument(`static method [${type}, ${name}/${count}] not found`, at);
  }
  return found;
}

export function mustFindConstructor(type: string, count: number, at: number): Invoke {
  const found = CONSTRUCTORS.get(`${type}/${count}`);
  if (!found) {
    throw faults.illegalArgument(`constructor [${type}, <init>/${count}] not found`, at);
  }
  return found;
}

export function mustFindConstant(type: string, name: string, at: number): unknown {
  const found = CONSTANTS.get(`${type}.${name}`);
  if (found === undefined) {
    throw faults.illegalArgument(`static field [${type}, ${name}] not found`, at);
  }
  return found;
}
