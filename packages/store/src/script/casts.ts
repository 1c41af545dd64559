import type { TypeName } from './ast.ts';
import { wrongType } from './method.ts';
import { isNumeric, type Numeric, toDouble, toInt, toLong } from './numbers.ts';
import { EXCEPTION_NAMES, isFaultOf, ScriptFault } from './script-fault.ts';
import { PRIMITIVES } from './type-names.ts';
import {
  Char,
  Double,
  Float,
  isPlainObject,
  ScriptFunction,
  ScriptObject,
  ScriptSet,
} from './values.ts';

/** What a variable of a type holds before something is assigned to it. */
export function initialValue({ name, dimensions }: TypeName): unknown {
  return dimensions === 0 ? (INITIAL.get(name) ?? null) : null;
}

const INITIAL: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['int', 0],
  ['short', 0],
  ['byte', 0],
  ['long', 0n],
  ['double', new Double(0)],
  ['float', new Float(0)],
  ['char', new Char(0)],
  ['boolean', false],
]);

/** The boxes of primitives: they can be null beside what the primitive can be. */
const UNBOXED: ReadonlyMap<string, string> = new Map([
  ['Integer', 'int'],
  ['Long', 'long'],
  ['Double', 'double'],
  ['Float', 'float'],
  ['Short', 'short'],
  ['Byte', 'byte'],
  ['Character', 'char'],
  ['Boolean', 'boolean'],
]);

/** A value for a variable, parameter or result of a type: numbers widen, nothing narrows. */
export function coerce(value: unknown, type: TypeName): unknown {
  const { name, dimensions } = type;
  if (name === 'def' || (name === 'Object' && dimensions === 0)) {
    return value;
  }
  const primitive = dimensions === 0 ? (UNBOXED.get(name) ?? name) : '';
  if (!PRIMITIVES.has(primitive)) {
    return checkClass(value, type);
  }
  if (value === null && primitive !== name) {
    return null;
  }
  const widened = widen(value, primitive);
  if (widened === undefined) {
    throw wrongType(value, name);
  }
  return widened;
}

function widen(value: unknown, primitive: string): unknown {
  const isSmall = typeof value === 'number' || value instanceof Char;
  switch (primitive) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'char':
      return toChar(value);
    case 'byte':
    case 'short':
      return typeof value === 'number' && narrow(value, primitive) === value ? value : undefined;
    case 'int':
      return isSmall ? toInt(value) : undefined;
    case 'long':
      return isSmall || typeof value === 'bigint' ? toLong(value) : undefined;
    default:
      return isNumeric(value) ? widenToFraction(value, primitive) : undefined;
  }
}

function widenToFraction(value: Numeric, primitive: string): unknown {
  if (primitive === 'double') {
    return new Double(toDouble(value));
  }
  return value instanceof Double ? undefined : new Float(toDouble(value));
}

function toChar(value: unknown): Char | undefined {
  if (value instanceof Char) {
    return value;
  }
  return typeof value === 'string' && value.length === 1
    ? new Char(value.charCodeAt(0))
    : undefined;
}

/** `(type) value`: numbers narrow as in Java. */
export function cast(value: unknown, type: TypeName): unknown {
  const primitive = type.dimensions === 0 ? (UNBOXED.get(type.name) ?? type.name) : '';
  if (isNumeric(value) && PRIMITIVES.has(primitive) && primitive !== 'boolean') {
    return narrow(value, primitive);
  }
  if (type.name === 'String' && value instanceof Char) {
    return value.toString();
  }
  return coerce(value, type);
}

function narrow(value: Numeric, primitive: string): unknown {
  switch (primitive) {
    case 'byte':
      return (toInt(value) << 24) >> 24;
    case 'short':
      return (toInt(value) << 16) >> 16;
    case 'char':
      return new Char(toInt(value));
    case 'int':
      return toInt(value);
    case 'long':
      return toLong(value);
    case 'float':
      return new Float(toDouble(value));
    default:
      return new Double(toDouble(value));
  }
}

function checkClass(value: unknown, type: TypeName): unknown {
  if (type.name === 'void') {
    return null;
  }
  if (value === null || isInstance(value, type)) {
    return value;
  }
  throw wrongType(value, `${type.name}${'[]'.repeat(type.dimensions)}`);
}

const isList = Array.isArray;
const isMap = (value: unknown) => value instanceof Map || isPlainObject(value);
const isSet = (value: unknown) => value instanceof ScriptSet;
const isCollection = (value: unknown) => isList(value) || isSet(value);
const isText = (value: unknown) => typeof value === 'string';
const isFunction = (value: unknown) => value instanceof ScriptFunction;

const INSTANCES: ReadonlyMap<string, (value: unknown) => boolean> = new Map<
  string,
  (value: unknown) => boolean
>([
  ['String', isText],
  ['CharSequence', isText],
  ['Integer', (value) => typeof value === 'number'],
  ['Long', (value) => typeof value === 'bigint'],
  ['Double', (value) => value instanceof Double],
  ['Float', (value) => value instanceof Float],
  ['Number', (value) => isNumeric(value) && !(value instanceof Char)],
  ['Boolean', (value) => typeof value === 'boolean'],
  ['Character', (value) => value instanceof Char],
  ['Iterable', isCollection],
  ['Collection', isCollection],
  ...['List', 'ArrayList', 'LinkedList'].map((name): [string, typeof isCollection] => [
    name,
    isList,
  ]),
  ...['Map', 'HashMap', 'LinkedHashMap', 'TreeMap'].map((name): [string, typeof isMap] => [
    name,
    isMap,
  ]),
  ...['Set', 'HashSet', 'LinkedHashSet', 'TreeSet'].map((name): [string, typeof isSet] => [
    name,
    isSet,
  ]),
]);

/** `value instanceof type`; null is an instance of nothing. */
export function isInstance(value: unknown, { name, dimensions }: TypeName): boolean {
  if (value === null) {
    return false;
  }
  if (dimensions > 0) {
    return isList(value);
  }
  if (name === 'def' || name === 'Object') {
    return true;
  }
  if (value instanceof ScriptObject) {
    return value.javaName === name || value.interfaces.includes(name);
  }
  if (value instanceof ScriptFault) {
    return EXCEPTION_NAMES.has(name) && isFaultOf(value, name);
  }
  const test = INSTANCES.get(UNBOXED.has(name) ? name : (BOXED.get(name) ?? name));
  return test ? test(value) : isFunction(value);
}

const BOXED: ReadonlyMap<string, string> = new Map([...UNBOXED].map(([box, name]) => [name, box]));
