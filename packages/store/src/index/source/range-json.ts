import { DEFAULT_DATE_FORMAT, formatDate } from '@longshore/common/date-format';
import type { MappedField } from '../mapping.ts';
import type { Stored } from '../types/field-type.ts';
import { ipToNumber } from '../types/ip-arithmetic.ts';
import { shortestSingle } from '../types/precision.ts';
import { isRangeType, isWhole, RANGE_KINDS, type RangeType } from '../types/range-types.ts';
import { showIp } from './order.ts';

type End = number | bigint;

/**
 * Ranges from pairs of first and last values: both ends belong to it, `null` where there is none. Sorted and each once,
 * but for ranges of addresses.
 */
export function rangeJson(values: readonly Stored[], field: MappedField): readonly string[] {
  const { type } = field;
  if (!isRangeType(type)) {
    throw new Error('BUG: a field that is no range was printed as one');
  }
  const kind = RANGE_KINDS[type];
  const read = (value: Stored | undefined): End => {
    if (type === 'ip_range') {
      return ipToNumber(String(value));
    }
    return isWhole(kind) ? BigInt(String(value)) : Number(value);
  };
  const pairs = Array.from(
    { length: values.length / 2 },
    (_, i) => [read(values[2 * i]), read(values[2 * i + 1])] as const,
  );
  const show = (end: End): string =>
    end === kind.min || end === kind.max ? 'null' : showEnd(end, type, field);
  const print = ([from, to]: readonly [End, End]) => `{"gte":${show(from)},"lte":${show(to)}}`;
  return type === 'ip_range'
    ? pairs.map(print)
    : [...new Set(pairs.sort(([a, b], [c, d]) => compare(a, c) || compare(b, d)).map(print))];
}

const compare = (a: End, b: End): number => (a < b ? -1 : Number(a > b));

function showEnd(end: End, type: RangeType, { format }: MappedField): string {
  switch (type) {
    case 'ip_range':
      return JSON.stringify(showIp(BigInt(end)));
    case 'date_range':
      return JSON.stringify(formatDate(Number(end), format ?? DEFAULT_DATE_FORMAT));
    case 'float_range':
      return String(shortestSingle(Number(end)));
    default:
      return String(end);
  }
}
