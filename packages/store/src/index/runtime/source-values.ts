import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import { column, join, type Sql, sql, string } from '../../sql/sql.ts';
import { SYSTEM_COLUMNS } from '../column.ts';
import { CUT } from '../source/cut-message.ts';
import type { RuntimeField } from './runtime-fields.ts';

const DATE_FORMATS: readonly string[] = [
  DEFAULT_DATE_FORMAT,
  'strict_date_optional_time',
  'date_optional_time',
  'epoch_millis',
  'yyyy/MM/dd HH:mm:ss Z||yyyy/MM/dd Z',
];

/** Whether dates of a format can be read from the source. */
export const readsDates = (format: unknown = DEFAULT_DATE_FORMAT): boolean =>
  DATE_FORMATS.some((known) => known === format);

/**
 * The values that a runtime field without a script has: those of its path in `_source`, in a list. `mapped` are those of
 * the mapped field there, if the source does not have what columns have.
 */
export function sourceValues(
  { path, type, format = DEFAULT_DATE_FORMAT }: RuntimeField,
  mapped: Sql | undefined,
): Sql {
  const received = sourceTexts(path);
  const texts =
    mapped === undefined
      ? received
      : sql`if(empty(${received}), arrayMap(x -> toString(x), ${mapped}), ${received})`;
  switch (type) {
    case 'keyword':
      return texts;
    case 'long':
      return valid(
        texts,
        sql`ifNull(toInt64OrNull(x), accurateCastOrNull(trunc(toFloat64OrNull(x)), 'Int64'))`,
      );
    case 'double':
      return valid(texts, sql`toFloat64OrNull(x)`);
    case 'boolean':
      return valid(texts, sql`multiIf(x = 'true', toBool(true), x = 'false', toBool(false), NULL)`);
    case 'ip':
      return valid(texts, sql`toIPv6OrNull(x)`);
    case 'date':
      return valid(texts, dateOf(path, format));
  }
}

function dateOf(path: string, format: string): Sql {
  if (!readsDates(format)) {
    throw errors.illegalArgument(
      `the format [${format}] of the runtime field [${path}] is not supported; use [${DATE_FORMATS.join(', ')}]`,
    );
  }
  return sql`if(match(x, '^-?[0-9]{5,18}$'), fromUnixTimestamp64Milli(ifNull(toInt64OrNull(x), 0), 'UTC'), parseDateTime64BestEffortOrNull(x, 3, 'UTC'))`;
}

/** What can be read of the texts. */
const valid = (texts: Sql, read: Sql): Sql =>
  sql`arrayMap(v -> assumeNotNull(v), arrayFilter(v -> isNotNull(v), arrayMap(x -> ${read}, ${texts})))`;

/** Values of a path as texts: of objects in objects or in lists of them, or of a name with dots. */
function sourceTexts(path: string): Sql {
  const source = column(SYSTEM_COLUMNS.source);
  const keys = path.split('.').map((key) => sql`${string(key)}`);
  const whole = sql`JSONExtractRaw(${source}, ${string(path)})`;
  const plain = keys.length === 1 ? whole : sql`JSONExtractRaw(${source}, ${join(keys, ', ')})`;
  const items =
    keys.length === 1
      ? itemsOf(whole)
      : sql`multiIf(notEmpty(${plain}), ${itemsOf(plain)}, notEmpty(${whole}), ${itemsOf(whole)}, ${throughLists(source, keys)})`;
  return sql`arrayMap(x -> if(startsWith(x, '"'), JSONExtractString(x), x), arrayFilter(x -> x NOT IN ('', 'null', ${string(CUT)}), ${items}))`;
}

const itemsOf = (json: Sql): Sql =>
  sql`if(startsWith(${json}, '['), JSONExtractArrayRaw(${json}), [${json}])`;

/** Key after key, in each object of a list. */
function throughLists(source: Sql, keys: readonly Sql[]): Sql {
  return keys.reduce(
    (objects, key) =>
      sql`arrayFlatten(arrayMap(o -> ${itemsOf(sql`JSONExtractRaw(o, ${key})`)}, ${objects}))`,
    sql`[${source}]`,
  );
}
