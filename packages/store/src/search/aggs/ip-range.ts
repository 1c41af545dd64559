import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { cidrRange, IP_MAX, ipToNumber, shortIp } from '../../index/types/ip-arithmetic.ts';
import { ip, type Sql, sql } from '../../sql/sql.ts';
import { readIp } from '../field-values.ts';
import { ALWAYS, allOf } from '../predicate.ts';
import { readObject } from '../read-object.ts';
import type { BucketAggType } from './agg-type.ts';
import { openIps, readValuesSpec, type ValuesSpec } from './inputs.ts';
import { planRangeBuckets, present } from './range-buckets.ts';

interface IpRange {
  readonly key: string | undefined;
  readonly from: bigint | undefined;
  readonly to: bigint | undefined;
}

interface IpRanges extends ValuesSpec {
  readonly ranges: readonly IpRange[];
  readonly isKeyed: boolean;
}

const RANGES_MAX = 1_000;

/** Buckets of addresses between given ones, or in blocks (`10.0.0.0/8`); they may overlap. */
export const ipRange: BucketAggType<IpRanges> = {
  name: 'ip_range',
  kind: 'bucket',
  parse(reader) {
    const given = reader.json('ranges');
    if (!Array.isArray(given) || given.length === 0 || given.length > RANGES_MAX) {
      throw errors.illegalArgument(
        `No [ranges] specified for the [ip_range] aggregation; give 1 to ${RANGES_MAX}`,
      );
    }
    return {
      ...readValuesSpec(reader),
      ranges: given.map(readRange),
      isKeyed: reader.optionalBoolean('keyed') ?? false,
    };
  },
  plan(spec, context) {
    const ranges = [...spec.ranges].sort(
      (a, b) => order(a.from, 0n, b) || order(a.to, IP_MAX, b, 'to'),
    );
    return planRangeBuckets({
      typedName: 'ip_range',
      values: openIps('ip_range', spec, context),
      isKeyed: spec.isKeyed,
      ranges: ranges.map(({ key, from, to }) => {
        const [first, last] = [from, to].map((end) =>
          end === undefined ? undefined : shortIp(end),
        );
        const name = key ?? `${first ?? '*'}-${last ?? '*'}`;
        return {
          name,
          members: present({ key: name, from: first, to: last }),
          test: (v: Sql) => isBetween(v, first, last),
        };
      }),
    });
  },
};

function order(own: bigint | undefined, none: bigint, other: IpRange, end: 'from' | 'to' = 'from') {
  const [a, b] = [own ?? none, other[end] ?? none];
  return a < b ? -1 : a > b ? 1 : 0;
}

function isBetween(v: Sql, from: string | undefined, to: string | undefined): Sql {
  return allOf([
    from === undefined ? ALWAYS : sql`${v} >= ${ip(from)}`,
    to === undefined ? ALWAYS : sql`${v} < ${ip(to)}`,
  ]);
}

function readRange(given: Json): IpRange {
  const reader = readObject('ranges', given);
  const key = reader.optionalString('key');
  const mask = reader.optionalString('mask');
  const range = { from: readEnd(reader.json('from')), to: readEnd(reader.json('to')) };
  reader.rejectUnknown();
  if (mask === undefined) {
    return { key, ...range };
  }
  const { address, prefixBits } = readIp(mask);
  if (prefixBits === undefined || range.from !== undefined || range.to !== undefined) {
    throw errors.illegalArgument(
      `[mask] of [ip_range] must be a block such as [10.0.0.0/8], without [from] and [to]; found [${mask}]`,
    );
  }
  const [first, last] = cidrRange(address, prefixBits);
  return {
    key: key ?? mask,
    from: first === 0n ? undefined : first,
    to: last === IP_MAX ? undefined : last + 1n,
  };
}

function readEnd(given: Json | undefined): bigint | undefined {
  if (given === undefined || given === null) {
    return undefined;
  }
  const text = jsonText(given);
  const { address, prefixBits } = readIp(text);
  if (prefixBits !== undefined) {
    throw errors.illegalArgument(`'${text}' is not an IP string literal.`);
  }
  return ipToNumber(address);
}
