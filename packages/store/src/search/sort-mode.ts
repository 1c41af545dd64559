import { errors } from '@longshore/common/errors';
import { type Sql, sql } from '../sql/sql.ts';
import type { FieldKey } from './sort.ts';
import type { ValueKind } from './value-kind.ts';

/** The value of a list that it is sorted by: its smallest going up, its largest going down. */
export function reduceList(list: Sql, kind: ValueKind, key: FieldKey): Sql {
  const mode = key.mode ?? (key.order === 'asc' ? 'min' : 'max');
  const orNull = (value: Sql) => sql`if(empty(${list}), NULL, ${value})`;
  switch (mode) {
    case 'min':
      return orNull(sql`arrayMin(${list})`);
    case 'max':
      return orNull(sql`arrayMax(${list})`);
    default:
      return orNull(computed(list, mode, kind));
  }
}

/** Of whole numbers and dates it is a whole one; halves are rounded up. */
function computed(list: Sql, mode: 'avg' | 'sum' | 'median', kind: ValueKind): Sql {
  const compute = (numbers: Sql): Sql => {
    if (mode === 'sum') {
      return sql`arraySum(${numbers})`;
    }
    return mode === 'avg'
      ? sql`arrayAvg(${numbers})`
      : sql`arrayReduce('quantileExactInclusive(0.5)', ${numbers})`;
  };
  const whole = (numbers: Sql) => sql`toInt64(floor(${compute(numbers)} + 0.5))`;
  switch (kind) {
    case 'float':
      return compute(list);
    case 'int':
    case 'uint':
      return mode === 'sum' ? compute(list) : whole(list);
    case 'date':
      return sql`fromUnixTimestamp64Milli(${whole(sql`arrayMap(v -> toUnixTimestamp64Milli(v), ${list})`)}, 'UTC')`;
    case 'nanos':
      return sql`fromUnixTimestamp64Nano(${whole(sql`arrayMap(v -> toUnixTimestamp64Nano(v), ${list})`)}, 'UTC')`;
    default:
      throw new Error(`BUG: [${mode}] of values that are no numbers`);
  }
}

/** Texts, addresses and booleans have no mean. */
export function refuseMode({ mode = 'min', field }: FieldKey, kind: ValueKind): void {
  const isNumber = NUMBERS.has(kind);
  if (!isNumber && mode !== 'min' && mode !== 'max') {
    throw errors.illegalArgument(
      `unsupported sort mode [${mode}] for [${field}], whose values are no numbers: use [min] or [max]`,
    );
  }
}

const NUMBERS: ReadonlySet<ValueKind> = new Set(['int', 'uint', 'float', 'date', 'nanos']);
