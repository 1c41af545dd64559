import { COLLECTION_METHODS, checkPlace, elementOf, LIST_METHODS } from './classes/list.ts';
import { getKey, isMap, MAP_METHODS, putKey } from './classes/map.ts';
import { BOOLEAN_METHODS, FUNCTION_METHODS, NUMBER_METHODS } from './classes/number.ts';
import { SET_METHODS } from './classes/set.ts';
import { STRING_METHODS } from './classes/string.ts';
import { spendText } from './meter.ts';
import { type Args, intOf, itemsOf } from './method.ts';
import { isNumeric, javaTypeOf } from './numbers.ts';
import type { Run } from './run.ts';
import { faults, ScriptFault } from './script-fault.ts';
import { isEqual, toText } from './text.ts';
import { ScriptFunction, ScriptObject, ScriptSet } from './values.ts';

type Found = ((args: Args, run: Run) => unknown) | undefined;

/** Methods that do not go through the text. */
const AT_ONCE: ReadonlySet<string> = new Set([
  ...['length/0', 'isEmpty/0', 'charAt/1', 'codePointAt/1', 'toString/0'],
  ...['substring/1', 'substring/2', 'subSequence/2'],
]);

/** The method of a value by its signature, `substring/2`. */
function findMethod(target: unknown, signature: string): Found {
  if (typeof target === 'string') {
    const method = STRING_METHODS.get(signature);
    return (
      method &&
      ((args, run) => {
        if (!AT_ONCE.has(signature)) {
          spendText(target.length);
        }
        return method(target, args, run);
      })
    );
  }
  if (isMap(target)) {
    const method = MAP_METHODS.get(signature);
    return method && ((args, run) => method(target, args, run));
  }
  if (Array.isArray(target)) {
    const method = LIST_METHODS.get(signature);
    return method ? (args, run) => method(target, args, run) : collectionMethod(target, signature);
  }
  if (target instanceof ScriptObject) {
    const method = target.methods.get(signature);
    return method
      ? (args, run) => method(target, args, run)
      : target.items() && collectionMethod(target, signature);
  }
  return findOther(target, signature);
}

function findOther(target: unknown, signature: string): Found {
  if (target instanceof ScriptSet) {
    const method = SET_METHODS.get(signature);
    return method ? (args, run) => method(target, args, run) : collectionMethod(target, signature);
  }
  if (target instanceof ScriptFunction) {
    const method = FUNCTION_METHODS.get(signature);
    return method && ((args, run) => method(target, args, run));
  }
  if (typeof target === 'boolean') {
    const method = BOOLEAN_METHODS.get(signature);
    return method && ((args, run) => method(target, args, run));
  }
  if (target instanceof ScriptFault) {
    return signature === 'getMessage/0' ? () => target.message : undefined;
  }
  const method = isNumeric(target) ? NUMBER_METHODS.get(signature) : undefined;
  return method && isNumeric(target) ? (args, run) => method(target, args, run) : undefined;
}

function collectionMethod(target: unknown, signature: string): Found {
  const method = COLLECTION_METHODS.get(signature);
  return (
    method &&
    ((args, run) => {
      const items = itemsOf(target);
      run.step(items.length / 8);
      return method(items, args, run);
    })
  );
}

/** What every object has. */
const OBJECT_METHODS: ReadonlyMap<string, (target: unknown, args: Args) => unknown> = new Map<
  string,
  (target: unknown, args: Args) => unknown
>([
  ['toString/0', (target) => toText(target)],
  ['equals/1', (target, [other]) => isEqual(target, other)],
]);

/** `target.name(args)` */
export function callMethod(target: unknown, name: string, args: Args, run: Run): unknown {
  const signature = `${name}/${args.length}`;
  if (target === null) {
    throw noReceiver(name);
  }
  const method = findMethod(target, signature);
  if (method) {
    return method(args, run);
  }
  const common = OBJECT_METHODS.get(signature);
  if (common) {
    return common(target, args);
  }
  throw faults.illegalArgument(`dynamic method [${javaTypeOf(target)}, ${signature}] not found`);
}

const noReceiver = (name: string) =>
  faults.nullPointer(`cannot access method/field [${name}] from a null def reference`);

/** `target.name`: a key of a map, a getter, a place in a list. */
export function getMember(target: unknown, name: string, run: Run): unknown {
  if (target === null) {
    throw noReceiver(name);
  }
  if (isMap(target)) {
    return getKey(target, name);
  }
  if (Array.isArray(target)) {
    if (/^\d+$/.test(name)) {
      return elementOf(target, Number(name));
    }
    if (name === 'length') {
      return target.length;
    }
  }
  const member = target instanceof ScriptObject ? target.member(name) : undefined;
  if (member !== undefined) {
    return member;
  }
  const getter = getterOf(target, name);
  if (!getter) {
    throw faults.illegalArgument(`dynamic getter [${javaTypeOf(target)}, ${name}] not found`);
  }
  return getter([], run);
}

function getterOf(target: unknown, name: string): Found {
  const property = name.charAt(0).toUpperCase() + name.slice(1);
  return findMethod(target, `get${property}/0`) ?? findMethod(target, `is${property}/0`);
}

/** `target.name = value` */
export function setMember(target: unknown, name: string, value: unknown, run: Run): void {
  if (target === null) {
    throw noReceiver(name);
  }
  if (isMap(target)) {
    putKey(target, name, value, run);
    return;
  }
  if (Array.isArray(target) && /^\d+$/.test(name)) {
    setElement(target, Number(name), value, run);
    return;
  }
  const property = name.charAt(0).toUpperCase() + name.slice(1);
  const setter = findMethod(target, `set${property}/1`);
  if (!setter) {
    throw faults.illegalArgument(`dynamic setter [${javaTypeOf(target)}, ${name}] not found`);
  }
  setter([value], run);
}

/** `target[index]`: of a list by place, the last being -1, of a map by key. */
export function getElement(target: unknown, index: unknown, run: Run): unknown {
  if (Array.isArray(target)) {
    return elementOf(target, placeOf(target, index));
  }
  if (isMap(target)) {
    return getKey(target, index);
  }
  const get = findMethod(target, 'get/1');
  if (!get) {
    throw noElements(target);
  }
  return get([index], run);
}

/** `target[index] = value` */
export function setElement(target: unknown, index: unknown, value: unknown, run: Run): void {
  if (Array.isArray(target)) {
    const at = placeOf(target, index);
    checkPlace(target, at);
    run.hasWritten = true;
    target[at] = value;
    return;
  }
  if (!isMap(target)) {
    throw noElements(target);
  }
  putKey(target, index, value, run);
}

function placeOf(list: readonly unknown[], index: unknown): number {
  const at = intOf(index);
  return at < 0 ? list.length + at : at;
}

function noElements(target: unknown) {
  return target === null
    ? faults.nullPointer('cannot access an element of a null def reference')
    : faults.illegalArgument(
        `Attempting to address a non-array type [${javaTypeOf(target)}] as an array.`,
      );
}
