import { isIP } from 'node:net';
import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { parseDateMath } from '@longshore/common/date-math';
import { errors } from '@longshore/common/errors';
import { type ExactJson, isExactObject } from '../exact-json.ts';
import type { MappedField } from '../mapping.ts';
import { COMMON, type FieldType, misfit, readsWhole, type Scalar, spell } from './field-type.ts';
import { cidrRange, IP_MAX, ipToNumber, numberToIp } from './ip-arithmetic.ts';
import { floating, integer } from './number-types.ts';
import { toIp } from './simple-types.ts';

/** How one kind of range reads its ends. Steps and limits make every range a closed one, `[from, to]`. */
export interface RangeKind<T extends number | bigint> {
  /** Reads an end; `roundUp` for those that stand for the last moment of a day, month … */
  readonly read: (value: Scalar, field: MappedField, roundUp: boolean) => T;
  readonly min: T;
  readonly max: T;
  readonly next: (value: T) => T;
  readonly previous: (value: T) => T;
  readonly store: (value: T) => string | number;
}

const WHOLE = {
  next: (value: bigint) => value + 1n,
  previous: (value: bigint) => value - 1n,
  store: (value: bigint) => String(value),
} as const;

const FRACTION = {
  min: -Number.MAX_VALUE,
  max: Number.MAX_VALUE,
  store: (value: number) => value,
} as const;

const toLong = integer('long');
const toInteger = integer('integer');

const LONG: RangeKind<bigint> = {
  ...WHOLE,
  read: (value, field) => BigInt(toLong(value, field) ?? 0),
  min: -(2n ** 63n),
  max: 2n ** 63n - 1n,
};

/** The kinds of ranges by field type. */
export const RANGE_KINDS = {
  integer_range: {
    ...WHOLE,
    read: (value, field) => BigInt(toInteger(value, field) ?? 0),
    min: -(2n ** 31n),
    max: 2n ** 31n - 1n,
  } satisfies RangeKind<bigint>,
  long_range: LONG,
  date_range: { ...LONG, read: readMoment } satisfies RangeKind<bigint>,
  float_range: {
    ...FRACTION,
    read: floating('float'),
    next: (value) => nextSingle(value, 1),
    previous: (value) => nextSingle(value, -1),
  } satisfies RangeKind<number>,
  double_range: {
    ...FRACTION,
    read: floating('double'),
    next: (value) => nextDouble(value, 1),
    previous: (value) => nextDouble(value, -1),
  } satisfies RangeKind<number>,
  ip_range: {
    ...WHOLE,
    read: (value) => ipToNumber(toIp(value)),
    min: 0n,
    max: IP_MAX,
    store: numberToIp,
  } satisfies RangeKind<bigint>,
} as const;

export type RangeType = keyof typeof RANGE_KINDS;

export const isRangeType = (type: string): type is RangeType => Object.hasOwn(RANGE_KINDS, type);

const PARAMETERS = [...COMMON, 'coerce'];
const range = (column: FieldType['column'], parameters = PARAMETERS) =>
  ({ column, shape: 'pairs', convert: readsWhole, read: readRanges, parameters }) as const;

/** Ranges, two items of their list column each: the first and the last value that belong to it. */
export const RANGE_TYPES = {
  integer_range: range('Int64'),
  long_range: range('Int64'),
  float_range: range('Float64'),
  double_range: range('Float64'),
  date_range: range('Int64', [...PARAMETERS, 'format', 'locale']),
  ip_range: range('IPv6'),
} as const satisfies Readonly<Record<RangeType, FieldType>>;

function readMoment(value: Scalar, field: MappedField, roundUp: boolean): bigint {
  if (typeof value === 'number') {
    return BigInt(Math.floor(value));
  }
  const format = field.format ?? DEFAULT_DATE_FORMAT;
  return BigInt(parseDateMath(spell(value), { nowMs: Date.now(), roundUp, format }));
}

function readRanges(value: ExactJson, field: MappedField): readonly (string | number)[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => readRanges(item, field));
  }
  if (value === null) {
    return [];
  }
  const { type } = field;
  if (!isRangeType(type)) {
    throw new Error('BUG: a field that is no range was read as one');
  }
  if (type === 'ip_range' && typeof value === 'string' && value.includes('/')) {
    return readCidr(value);
  }
  if (!isExactObject(value)) {
    throw misfit(
      `error parsing field [${field.path}], expected an object but got ${lastName(field.path)}`,
    );
  }
  const bounds = Object.entries(value);
  const kind = RANGE_KINDS[type];
  return isWhole(kind) ? closed(kind, bounds, field) : closed(kind, bounds, field);
}

type AnyKind = RangeKind<bigint> | RangeKind<number>;

/** True for the kinds that count in whole steps. */
export const isWhole = (kind: AnyKind): kind is RangeKind<bigint> => typeof kind.min === 'bigint';

function closed<T extends number | bigint>(
  kind: RangeKind<T>,
  bounds: readonly (readonly [string, ExactJson])[],
  field: MappedField,
): readonly (string | number)[] {
  const ends = { from: kind.min, to: kind.max };
  for (const [bound, value] of bounds) {
    const side = SIDES[bound];
    if (side === undefined) {
      throw errors.mapperParsing(
        `error parsing field [${field.path}], with unknown parameter [${bound}]`,
      );
    }
    if (value !== null) {
      ends[side.end] = readEnd({ kind, field, side }, value);
    }
  }
  const { from, to } = ends;
  if (from > to) {
    throw misfit(`min value (${kind.store(from)}) is greater than max value (${kind.store(to)})`);
  }
  return [kind.store(from), kind.store(to)];
}

interface Side {
  readonly end: 'from' | 'to';
  readonly isOpen: boolean;
  /** The last moment of a day that it names, not the first. */
  readonly roundUp: boolean;
}

const SIDES: Readonly<Record<string, Side>> = {
  gt: { end: 'from', isOpen: true, roundUp: true },
  gte: { end: 'from', isOpen: false, roundUp: false },
  lt: { end: 'to', isOpen: true, roundUp: false },
  lte: { end: 'to', isOpen: false, roundUp: true },
};

interface EndOf<T extends number | bigint> {
  readonly kind: RangeKind<T>;
  readonly field: MappedField;
  readonly side: Side;
}

function readEnd<T extends number | bigint>({ kind, field, side }: EndOf<T>, value: ExactJson): T {
  if (Array.isArray(value) || isExactObject(value)) {
    throw misfit(`error parsing field [${field.path}], a bound of a range is a single value`);
  }
  const end = kind.read(value as Scalar, field, side.roundUp);
  if (!side.isOpen) {
    return end;
  }
  return side.end === 'from' ? kind.next(end) : kind.previous(end);
}

function readCidr(text: string): readonly string[] {
  const [address = '', bits = ''] = text.split('/');
  const version = isIP(address);
  const max = version === 4 ? 32 : 128;
  if (version === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > max) {
    throw misfit(`Expected [ip/prefix] but was [${text}]`);
  }
  const wide = Number(bits) + (128 - max);
  const [first, last] = cidrRange(toIp(address), wide);
  return [numberToIp(first), numberToIp(last)];
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The number of 64 bits that follows, up or down. */
function nextDouble(value: number, direction: 1 | -1): number {
  if (value === 0) {
    return direction * Number.MIN_VALUE;
  }
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const step = value > 0 === direction > 0 ? 1n : -1n;
  view.setBigInt64(0, view.getBigInt64(0) + step);
  return view.getFloat64(0);
}

/** The number of 32 bits that follows, up or down. */
function nextSingle(value: number, direction: 1 | -1): number {
  const view = new DataView(new ArrayBuffer(4));
  if (value === 0) {
    view.setInt32(0, 1);
    return direction * view.getFloat32(0);
  }
  view.setFloat32(0, value);
  view.setInt32(0, view.getInt32(0) + (value > 0 === direction > 0 ? 1 : -1));
  return view.getFloat32(0);
}
