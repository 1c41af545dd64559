import { errors } from '@longshore/common/errors';
import { cidrRange, plainIp, shortIp } from '../../index/types/ip-arithmetic.ts';
import { int, ip, raw, type Sql, sql } from '../../sql/sql.ts';
import type { Bucket, BucketAggType, BucketRow } from './agg-type.ts';
import { listOrKeyed } from './date-histogram.ts';
import { BUCKETS_MAX } from './fill.ts';
import { openIps, readValuesSpec, type ValuesSpec } from './inputs.ts';

interface IpPrefix extends ValuesSpec {
  readonly prefixLength: number;
  readonly isIpv6: boolean;
  readonly isKeyed: boolean;
  readonly appendsLength: boolean;
  readonly minDocCount: number;
}

const BITS_V4 = 32;
const BITS_V6 = 128;

/** A bucket for each network that addresses are in, of one length of prefix. */
export const ipPrefix: BucketAggType<IpPrefix> = {
  name: 'ip_prefix',
  kind: 'bucket',
  parse(reader) {
    const isIpv6 = reader.optionalBoolean('is_ipv6') ?? false;
    const prefixLength = reader.optionalInteger('prefix_length');
    const longest = isIpv6 ? BITS_V6 : BITS_V4;
    if (prefixLength === undefined || prefixLength < 0 || prefixLength > longest) {
      throw errors.illegalArgument(
        `[prefix_length] must be in range [0, ${longest}] while value is [${prefixLength ?? ''}]`,
      );
    }
    const minDocCount = reader.optionalInteger('min_doc_count') ?? 1;
    if (minDocCount < 1) {
      throw errors.illegalArgument(
        `[min_doc_count] must be greater than or equal to 1 but was [${minDocCount}]`,
      );
    }
    return {
      ...readValuesSpec(reader),
      prefixLength,
      isIpv6,
      minDocCount,
      isKeyed: reader.optionalBoolean('keyed') ?? false,
      appendsLength: reader.optionalBoolean('append_prefix_length') ?? false,
    };
  },
  plan(spec, context) {
    const { prefixLength, isIpv6, minDocCount } = spec;
    const values = openIps('ip_prefix', spec, context);
    const bits = isIpv6 ? prefixLength : BITS_V6 - BITS_V4 + prefixLength;
    // An address of the other family is in no network.
    const counts = (v: Sql) =>
      sql`((${v} BETWEEN ${ip('::ffff:0.0.0.0')} AND ${ip('::ffff:255.255.255.255')}) = ${raw(String(!isIpv6))})`;
    const network = (v: Sql) => sql`tupleElement(IPv6CIDRToRange(${v}, toUInt8(${int(bits)})), 1)`;
    const netmask = isIpv6 ? {} : { netmask: netmaskOf(prefixLength) };
    return {
      typedName: 'ip_prefix',
      where: (branch) => {
        const input = values.input(branch);
        return values.isList
          ? sql`arrayExists(w -> ${counts(raw('w'))}, ${input})`
          : sql`ifNull(${counts(input)}, false)`;
      },
      key: (branch) => {
        const input = values.input(branch);
        return values.isList
          ? sql`arrayJoin(arrayDistinct(arrayMap(w -> ${network(raw('w'))}, arrayFilter(w -> ${counts(raw('w'))}, ${input}))))`
          : network(sql`assumeNotNull(${input})`);
      },
      keyLiteral: (key) => sql`${ip(String(key))}`,
      top: { size: BUCKETS_MAX + 1, order: [{ path: '_key', direction: 'asc' }], minDocCount },
      buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
        rows.map((row): Bucket<Row> => {
          const address = plainIp(String(row.key));
          const name = spec.appendsLength ? `${address}/${prefixLength}` : address;
          const members = { is_ipv6: isIpv6, prefix_length: prefixLength, ...netmask };
          return {
            row,
            docCount: row.docCount,
            name,
            members: spec.isKeyed ? members : { key: name, ...members },
          };
        }),
      answer: (buckets) => ({ buckets: listOrKeyed(buckets, spec.isKeyed) }),
    };
  },
};

/** `255.255.0.0`: the last address of the first network is what the mask leaves. */
function netmaskOf(prefixLength: number): string {
  const [, last] = cidrRange('::ffff:0.0.0.0', BITS_V6 - BITS_V4 + prefixLength);
  return shortIp((0xffffn << 32n) | (~last & 0xffffffffn));
}
