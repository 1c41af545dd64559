import { finite, type TableFunction, ValueFault, widestNumber } from './table-function.ts';

type Numbers = readonly (number | bigint)[];

/** Exact where both are integers beyond 2^53 or give one. */
function computed(
  [a = 0, b = 0]: Numbers,
  exact: (a: bigint, b: bigint) => bigint,
  plain: (a: number, b: number) => number,
) {
  const value = plain(Number(a), Number(b));
  const isExact =
    typeof a !== 'bigint' && typeof b !== 'bigint'
      ? Number.isSafeInteger(value) || !(Number.isInteger(a) && Number.isInteger(b))
      : !(Number.isInteger(Number(a)) && Number.isInteger(Number(b)));
  if (isExact) {
    return finite(value);
  }
  const big = exact(BigInt(a), BigInt(b));
  if (big > 2n ** 63n - 1n || big < -(2n ** 63n)) {
    throw new ValueFault('java.lang.ArithmeticException: long overflow');
  }
  return Number.isSafeInteger(Number(big)) ? Number(big) : big;
}

const operator = (name: string, call: (args: Numbers) => number | bigint): TableFunction => ({
  names: [name],
  parameters: ['number', 'number'],
  result: widestNumber,
  call,
});

/** One argument, a fraction. */
const real = (names: readonly string[], compute: (x: number) => number): TableFunction => ({
  names,
  parameters: ['number'],
  result: 'double',
  call: ([x]: Numbers) => finite(compute(Number(x))),
});

const constant = (name: string, value: number): TableFunction => ({
  names: [name],
  parameters: [],
  result: 'double',
  call: () => value,
});

/** One argument whose type stays. */
const same = (names: readonly string[], compute: (x: number) => number): TableFunction => ({
  names,
  parameters: ['number'],
  result: widestNumber,
  call: ([x = 0]: Numbers) => (typeof x === 'bigint' ? x : compute(x)),
});

function divided([a = 0, b = 0]: Numbers): number {
  if (Number(b) === 0) {
    throw new ValueFault('java.lang.ArithmeticException: / by zero');
  }
  return Number(a) / Number(b);
}

function rounded([x, places = 0]: Numbers, round: (value: number) => number): number {
  const factor = 10 ** Number(places);
  const value = Number(x);
  // By the decimal spelling: 1.005 is not a little less.
  const scaled = Number(`${value}e${Number(places)}`);
  return finite(round(Number.isNaN(scaled) ? value * factor : scaled) / factor);
}

const awayFromZero = (value: number): number => Math.sign(value) * Math.round(Math.abs(value));

/** Operators and functions of numbers. */
export const MATH_FUNCTIONS: readonly TableFunction[] = [
  operator('+', (args) =>
    computed(
      args,
      (a, b) => a + b,
      (a, b) => a + b,
    ),
  ),
  operator('-', (args) =>
    computed(
      args,
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  ),
  operator('*', (args) =>
    computed(
      args,
      (a, b) => a * b,
      (a, b) => a * b,
    ),
  ),
  { ...operator('/', divided), names: ['/'] },
  {
    ...operator('%', ([a = 0, b = 0]) => {
      divided([a, b]);
      return Number(a) % Number(b);
    }),
    names: ['%', 'mod'],
  },
  { ...same(['negate'], (x) => -x), call: ([x = 0]: Numbers) => -x },
  { ...same(['abs'], Math.abs), call: ([x = 0]: Numbers) => (x < 0 ? -x : x) },
  same(['ceil', 'ceiling'], Math.ceil),
  same(['floor'], Math.floor),
  { ...real(['sign', 'signum'], Math.sign) },
  {
    names: ['round'],
    parameters: ['number', 'integer'],
    required: 1,
    result: ([type = 'double']) => type,
    call: (args: Numbers) => rounded(args, awayFromZero),
  },
  {
    names: ['truncate', 'trunc'],
    language: 'sql',
    parameters: ['number', 'integer'],
    required: 1,
    result: ([type = 'double']) => type,
    call: (args: Numbers) => rounded(args, Math.trunc),
  },
  real(['sqrt'], Math.sqrt),
  real(['cbrt'], Math.cbrt),
  real(['exp'], Math.exp),
  real(['log10'], Math.log10),
  { ...real(['log', 'ln'], Math.log), language: 'sql' },
  {
    names: ['log'],
    language: 'esql',
    parameters: ['number', 'number'],
    required: 1,
    result: 'double',
    call: ([x, y]: Numbers) =>
      finite(y === undefined ? Math.log(Number(x)) : Math.log(Number(y)) / Math.log(Number(x))),
  },
  {
    names: ['pow', 'power'],
    parameters: ['number', 'number'],
    result: 'double',
    call: ([x, y]: Numbers) => finite(Number(x) ** Number(y)),
  },
  real(['sin'], Math.sin),
  real(['cos'], Math.cos),
  real(['tan'], Math.tan),
  real(['asin'], Math.asin),
  real(['acos'], Math.acos),
  real(['atan'], Math.atan),
  real(['sinh'], Math.sinh),
  real(['cosh'], Math.cosh),
  real(['tanh'], Math.tanh),
  real(['degrees', 'to_degrees'], (x) => (x * 180) / Math.PI),
  real(['radians', 'to_radians'], (x) => (x * Math.PI) / 180),
  {
    names: ['atan2'],
    parameters: ['number', 'number'],
    result: 'double',
    call: ([y, x]: Numbers) => Math.atan2(Number(y), Number(x)),
  },
  constant('pi', Math.PI),
  constant('e', Math.E),
  constant('tau', 2 * Math.PI),
];
