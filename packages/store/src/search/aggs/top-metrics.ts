import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, int, join, raw, type Sql, sql } from '../../sql/sql.ts';
import type { Branch } from '../plan.ts';
import type { ParseContext } from '../query.ts';
import { readObject } from '../read-object.ts';
import { parseSort, type SortKey } from '../sort.ts';
import { scoreSql } from '../sort-columns.ts';
import type { ValueKind } from '../value-kind.ts';
import type { AggContext, MetricAggType } from './agg-type.ts';
import { openValues, type Values } from './inputs.ts';
import { isTime, openShow, toComparable } from './show-value.ts';

interface TopMetrics {
  readonly fields: readonly string[];
  readonly sort: Extract<SortKey, { readonly kind: 'field' | 'score' }>;
  readonly size: number;
}

const FIELDS_MAX = 100;
const SIZE_MAX = 10;

/** Values of the documents that come first by a number or a time. */
export const topMetrics: MetricAggType<TopMetrics> = {
  name: 'top_metrics',
  kind: 'metric',
  parse(reader, context) {
    const size = reader.optionalInteger('size') ?? 1;
    if (size < 1 || size > SIZE_MAX) {
      throw errors.illegalArgument(
        `[top_metrics.size] must not be more than [${SIZE_MAX}] and at least 1 but was [${size}].`,
      );
    }
    return {
      fields: readFields(reader.json('metrics')),
      sort: readSort(reader.json('sort'), context),
      size,
    };
  },
  plan({ fields, sort, size }, context) {
    const opened = fields.map((field) => openMetric(field, context));
    const key = openKey(sort, context);
    const rows = ([k = sql`NULL`, n = sql`0`, ...metrics]: readonly Sql[]) =>
      sql`groupArraySortedIf(${raw(String(size))})(tuple(assumeNotNull(${k}), ${n}, tuple(${join(metrics, ', ')})), isNotNull(${k}))`;
    return {
      typedName: 'top_metrics',
      inputs: (branch) => [
        key.input(branch),
        column(SYSTEM_COLUMNS.seqNo),
        ...opened.map(({ input }) => input(branch)),
      ],
      columns: (inputs) => [rows(inputs)],
      answer: (found) => {
        const list: readonly unknown[] = Array.isArray(found?.[0]) ? found[0] : [];
        return {
          top: list.filter(Array.isArray).map(([value, , metrics]: readonly unknown[]) => ({
            sort: [key.show(value)],
            metrics: Object.fromEntries(
              fields.map((field, i) => {
                const one: unknown = Array.isArray(metrics) ? metrics[i] : null;
                return [field, one === null ? null : opened[i]?.show(one)];
              }),
            ),
          })),
        };
      },
      orderBy: (property, inputs) => {
        const place = fields.indexOf(property ?? fields[0] ?? '');
        if (place < 0 || size !== 1) {
          throw errors.illegalArgument(
            `Ordering on [top_metrics] needs a [size] of 1 and one of its metrics, [${fields.join(', ')}], but found [${property ?? ''}]`,
          );
        }
        return sql`tupleElement(tupleElement(arrayElementOrNull(${rows(inputs)}, 1), 3), ${int(place + 1)})`;
      },
    };
  },
};

function readFields(given: Json | undefined): readonly string[] {
  const list: readonly Json[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (list.length === 0 || list.length > FIELDS_MAX) {
    throw errors.illegalArgument(
      `[top_metrics] needs [metrics]: 1 to ${FIELDS_MAX} objects with a [field]; found ${list.length}`,
    );
  }
  return list.map((one) => {
    const reader = readObject('metrics', one);
    const field = reader.string('field');
    reader.rejectUnknown();
    return field;
  });
}

function readSort(given: Json | undefined, context: ParseContext): TopMetrics['sort'] {
  const [key, more] = parseSort(given, context);
  if (key === undefined || more !== undefined) {
    throw errors.illegalArgument('[top_metrics] needs a [sort] with exactly one key');
  }
  if (key.kind !== 'field' && key.kind !== 'score') {
    throw errors.illegalArgument('[top_metrics] sorts by a field or by [_score]');
  }
  return key;
}

interface Shown {
  input(branch: Branch): Sql;
  show(value: unknown): unknown;
}

/** Of several values of a document, the least. */
function openMetric(field: string, context: AggContext): Shown {
  const values = openValues({ field, script: undefined }, context);
  const kind = values.common?.kind ?? 'float';
  return {
    input: (branch) => single(values, branch, { kind, isDescending: false }),
    show: openShow(kind, values.common?.format),
  };
}

/** What rows sort by, ascending: a number. */
function openKey(sort: TopMetrics['sort'], context: AggContext): Shown {
  const isDescending = sort.order === 'desc';
  const turned = (v: Sql) => (isDescending ? sql`(-${v})` : v);
  const back = (value: unknown) => (isDescending ? negated(value) : value);
  if (sort.kind === 'score') {
    return {
      input: ({ context: fields }) => turned(scoreSql(fields.score(context.query))),
      show: back,
    };
  }
  const values = openValues({ field: sort.field, script: undefined }, context);
  const kind = values.common?.kind ?? 'float';
  if (kind === 'text' || kind === 'ip') {
    throw errors.illegalArgument(
      `[top_metrics] sorts by numbers, booleans and dates, not by the field [${sort.field}]`,
    );
  }
  const show = openShow(kind, values.common?.format);
  // Wide enough that the least number has a negative.
  const wide = (v: Sql) => (kind === 'float' ? v : sql`toInt128(${v})`);
  return {
    input: (branch) => turned(wide(single(values, branch, { kind, isDescending }))),
    show: (value) => show(kind === 'bool' ? Number(back(value)) === 1 : back(value)),
  };
}

function negated(value: unknown): unknown {
  const text = String(value);
  const number = Number(value);
  return Number.isSafeInteger(number) || text.includes('.') ? 0 - number : String(-BigInt(text));
}

function single(
  { isList, input }: Values,
  branch: Branch,
  { kind, isDescending }: { readonly kind: ValueKind; readonly isDescending: boolean },
): Sql {
  const given = input(branch);
  const first = isDescending ? sql`arrayMax(l)` : sql`arrayMin(l)`;
  const one = isList ? sql`arrayMap(l -> if(empty(l), NULL, ${first}), [${given}])[1]` : given;
  return isTime(kind) ? toComparable(one, kind) : one;
}
