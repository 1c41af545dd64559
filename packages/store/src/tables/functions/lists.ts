import { compareScalars, listValue, type Scalar, type Value, valuesOf } from '../value.ts';
import { type TableFunction, widestNumber } from './table-function.ts';

type Values = readonly Value[];
type Known = Exclude<Scalar, null>;

const same: TableFunction['result'] = ([type = 'null']) => type;

const ofList = (
  name: string,
  result: TableFunction['result'],
  call: (values: readonly Known[], more: Values) => Value,
  parameters: TableFunction['parameters'] = ['any'],
): TableFunction => ({
  names: [name],
  parameters,
  result,
  takesLists: true,
  call: ([list = null, ...more]: Values) => call(valuesOf(list), more),
});

const sorted = (values: readonly Known[]) => [...values].sort(compareScalars);
const sum = (values: readonly Known[]) =>
  values.reduce<number>((total, value) => total + Number(value), 0);

function median(values: readonly Known[]): number {
  const numbers = sorted(values).map(Number);
  const middle = numbers.length >> 1;
  const [low = 0, high = 0] = [numbers[middle - 1], numbers[middle]];
  return numbers.length % 2 === 1 ? high : (low + high) / 2;
}

function slice(values: readonly Known[], [from, to = from]: Values): Value {
  const place = (at: Value | undefined) =>
    Number(at) < 0 ? values.length + Number(at) : Number(at);
  return listValue(values.slice(Math.max(place(from), 0), place(to) + 1));
}

/** Functions of fields that may have several values. */
export const LIST_FUNCTIONS: readonly TableFunction[] = [
  ofList('mv_count', 'integer', (values) => values.length),
  ofList('mv_first', same, ([first = null]) => first),
  ofList('mv_last', same, (values) => values.at(-1) ?? null),
  ofList('mv_min', same, (values) => sorted(values)[0] ?? null),
  ofList('mv_max', same, (values) => sorted(values).at(-1) ?? null),
  ofList('mv_sum', widestNumber, sum, ['number']),
  ofList('mv_avg', 'double', (values) => sum(values) / values.length, ['number']),
  ofList('mv_median', 'double', median, ['number']),
  ofList('mv_dedupe', same, (values) => listValue([...new Set(values)])),
  ofList('mv_concat', 'keyword', (values, [by]) => values.join(String(by)), ['text', 'text']),
  {
    ...ofList(
      'mv_sort',
      same,
      (values, [order = 'ASC']) =>
        listValue(
          String(order).toUpperCase() === 'DESC' ? sorted(values).reverse() : sorted(values),
        ),
      ['any', 'text'],
    ),
    required: 1,
  },
  { ...ofList('mv_slice', same, slice, ['any', 'integer', 'integer']), required: 2 },
  ofList('mv_append', same, (values, [more = null]) => listValue([...values, ...valuesOf(more)]), [
    'any',
    'any',
  ]),
];
