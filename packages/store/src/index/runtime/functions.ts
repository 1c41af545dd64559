import { join, raw, type Sql, sql, string } from '../../sql/sql.ts';
import { as, type SqlType, type TypedSql, typed } from './typed-sql.ts';

/** A function of the language as an expression; arguments have been checked against its types. */
interface SqlFunction {
  readonly args: readonly SqlType[];
  readonly gives: SqlType;
  write(...args: readonly Sql[]): Sql;
}

const define = (
  args: readonly SqlType[],
  gives: SqlType,
  write: (...args: readonly Sql[]) => Sql,
): SqlFunction => ({ args, gives, write });

const NOTHING = sql``;
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Part of a text by UTF-16 places; NULL where Java would fail. */
function substring(text: Sql, from: Sql, to: Sql): Sql {
  const fits = sql`${from} >= 0 AND ${to} >= ${from} AND ${to} <= lengthUTF8(${text})`;
  return sql`if(${fits}, substringUTF8(${text}, ${from} + 1, ${to} - ${from}), NULL)`;
}

const part = (name: string) =>
  define(['date'], 'int', (date = NOTHING) => sql`toInt64(${raw(name)}(${date}, 'UTC'))`);

const millis = define(['date'], 'long', (date = NOTHING) => sql`toUnixTimestamp64Milli(${date})`);

/** Methods by type of the value, name and number of arguments. The value is the first argument. */
export const METHODS: ReadonlyMap<string, SqlFunction> = new Map<string, SqlFunction>([
  [
    'string.length/0',
    define(['string'], 'int', (text = NOTHING) => sql`toInt64(lengthUTF8(${text}))`),
  ],
  [
    'string.isEmpty/0',
    define(['string'], 'boolean', (text = NOTHING) => sql`toBool(${text} = '')`),
  ],
  [
    'string.substring/1',
    define(['string', 'int'], 'string', (text = NOTHING, from = NOTHING) =>
      substring(text, from, sql`toInt64(lengthUTF8(${text}))`),
    ),
  ],
  [
    'string.substring/2',
    define(['string', 'int', 'int'], 'string', (text = NOTHING, from = NOTHING, to = NOTHING) =>
      substring(text, from, to),
    ),
  ],
  [
    'string.indexOf/1',
    define(
      ['string', 'string'],
      'int',
      (text = NOTHING, other = NOTHING) => sql`toInt64(positionUTF8(${text}, ${other})) - 1`,
    ),
  ],
  [
    'string.contains/1',
    define(
      ['string', 'string'],
      'boolean',
      (text = NOTHING, other = NOTHING) => sql`toBool(position(${text}, ${other}) > 0)`,
    ),
  ],
  [
    'string.startsWith/1',
    define(
      ['string', 'string'],
      'boolean',
      (text = NOTHING, other = NOTHING) => sql`toBool(startsWith(${text}, ${other}))`,
    ),
  ],
  [
    'string.endsWith/1',
    define(
      ['string', 'string'],
      'boolean',
      (text = NOTHING, other = NOTHING) => sql`toBool(endsWith(${text}, ${other}))`,
    ),
  ],
  [
    'string.toLowerCase/0',
    define(['string'], 'string', (text = NOTHING) => sql`lowerUTF8(${text})`),
  ],
  [
    'string.toUpperCase/0',
    define(['string'], 'string', (text = NOTHING) => sql`upperUTF8(${text})`),
  ],
  ['string.trim/0', define(['string'], 'string', (text = NOTHING) => sql`trimBoth(${text})`)],
  ['string.toString/0', define(['string'], 'string', (text = NOTHING) => text)],
  [
    'string.concat/1',
    define(
      ['string', 'string'],
      'string',
      (text = NOTHING, other = NOTHING) => sql`concat(${text}, ${other})`,
    ),
  ],
  [
    'string.replace/2',
    define(
      ['string', 'string', 'string'],
      'string',
      (text = NOTHING, from = NOTHING, to = NOTHING) => sql`replaceAll(${text}, ${from}, ${to})`,
    ),
  ],
  [
    'string.equals/1',
    define(
      ['string', 'string'],
      'boolean',
      (text = NOTHING, other = NOTHING) => sql`toBool(${text} = ${other})`,
    ),
  ],
  [
    'string.equalsIgnoreCase/1',
    define(
      ['string', 'string'],
      'boolean',
      (text = NOTHING, other = NOTHING) => sql`toBool(lowerUTF8(${text}) = lowerUTF8(${other}))`,
    ),
  ],
  ['date.getYear/0', part('toYear')],
  ['date.getMonthValue/0', part('toMonth')],
  ['date.getDayOfMonth/0', part('toDayOfMonth')],
  ['date.getDayOfYear/0', part('toDayOfYear')],
  ['date.getHour/0', part('toHour')],
  ['date.getMinute/0', part('toMinute')],
  ['date.getSecond/0', part('toSecond')],
  ['date.getMillis/0', millis],
  ['date.toEpochMilli/0', millis],
  [
    'date.toEpochSecond/0',
    define(['date'], 'long', (date = NOTHING) => sql`toInt64(toUnixTimestamp(${date}))`),
  ],
  ['date.toInstant/0', define(['date'], 'date', (date = NOTHING) => date)],
  [
    'date.isBefore/1',
    define(['date', 'date'], 'boolean', (a = NOTHING, b = NOTHING) => sql`toBool(${a} < ${b})`),
  ],
  [
    'date.isAfter/1',
    define(['date', 'date'], 'boolean', (a = NOTHING, b = NOTHING) => sql`toBool(${a} > ${b})`),
  ],
  ['date.getDayOfWeekEnum/0', define(['date'], 'weekday', weekday)],
  ['date.getDayOfWeek/0', define(['date'], 'weekday', weekday)],
  ['weekday.getValue/0', define(['weekday'], 'int', (day = NOTHING) => day)],
  [
    'weekday.toString/0',
    define(['weekday'], 'string', (day = NOTHING) => dayName(day, (name) => name.toUpperCase())),
  ],
]);

function weekday(date: Sql = NOTHING): Sql {
  return sql`toInt64(toDayOfWeek(${date}, 0, 'UTC'))`;
}

/** The name of a day, as `getDisplayName` writes it in English. */
export function dayName(day: Sql, spell: (name: string) => string): Sql {
  const names = join(
    DAYS.map((name) => sql`${string(spell(name))}`),
    ', ',
  );
  return sql`if(isNull(${day}), NULL, [${names}][${day}])`;
}

const double = (write: (...args: readonly Sql[]) => Sql, count = 1) =>
  define(
    Array.from({ length: count }, () => 'double' as const),
    'double',
    write,
  );

const same = (name: string, type: SqlType) =>
  define(
    [type, type],
    type,
    (a = NOTHING, b = NOTHING) =>
      // The engine would pass over NULL and give the other.
      sql`if(isNull(${a}) OR isNull(${b}), NULL, ${raw(name)}(${a}, ${b}))`,
  );

/** Functions of classes by name and number of arguments; several for the types that they take, narrow ones first. */
export const STATICS: ReadonlyMap<string, readonly SqlFunction[]> = new Map<
  string,
  readonly SqlFunction[]
>([
  [
    'Math.abs/1',
    [
      define(['long'], 'long', (value = NOTHING) => sql`if(${value} < 0, -${value}, ${value})`),
      double((value = NOTHING) => sql`abs(${value})`),
    ],
  ],
  ['Math.max/2', [same('greatest', 'int'), same('greatest', 'long'), same('greatest', 'double')]],
  ['Math.min/2', [same('least', 'int'), same('least', 'long'), same('least', 'double')]],
  ['Math.floor/1', [double((value = NOTHING) => sql`floor(${value})`)]],
  ['Math.ceil/1', [double((value = NOTHING) => sql`ceil(${value})`)]],
  [
    'Math.round/1',
    [
      define(
        ['double'],
        'long',
        (value = NOTHING) => sql`accurateCastOrNull(floor(${value} + 0.5), 'Int64')`,
      ),
    ],
  ],
  ['Math.sqrt/1', [double((value = NOTHING) => sql`sqrt(${value})`)]],
  ['Math.exp/1', [double((value = NOTHING) => sql`exp(${value})`)]],
  ['Math.log/1', [double((value = NOTHING) => sql`log(${value})`)]],
  ['Math.log10/1', [double((value = NOTHING) => sql`log10(${value})`)]],
  [
    'Math.pow/2',
    [double((base = NOTHING, exponent = NOTHING) => sql`pow(${base}, ${exponent})`, 2)],
  ],
  [
    'Integer.parseInt/1',
    [define(['string'], 'int', (text = NOTHING) => sql`toInt64(toInt32OrNull(${text}))`)],
  ],
  [
    'Long.parseLong/1',
    [define(['string'], 'long', (text = NOTHING) => sql`toInt64OrNull(${text})`)],
  ],
  [
    'Double.parseDouble/1',
    [define(['string'], 'double', (text = NOTHING) => sql`toFloat64OrNull(${text})`)],
  ],
  ...['String.valueOf/1', 'Long.toString/1', 'Integer.toString/1'].map(
    (name): [string, readonly SqlFunction[]] => [
      name,
      [
        define(['long'], 'string', (value = NOTHING) => sql`toString(${value})`),
        define(['string'], 'string', (value = NOTHING) => value),
      ],
    ],
  ),
]);

/** A call with its arguments brought to the types of the function; undefined if they do not fit. */
export function apply(
  { args, gives, write }: SqlFunction,
  given: readonly TypedSql[],
): TypedSql | undefined {
  const fits =
    args.length === given.length &&
    args.every((type, i) => type === given[i]?.type || isWider(type, given[i]?.type));
  const written = args.map((type, i) => {
    const value = given[i];
    return value === undefined || value.type === type ? (value?.sql ?? NOTHING) : as(value, type);
  });
  return fits ? typed(gives, write(...written)) : undefined;
}

const isWider = (type: SqlType, than: SqlType | undefined): boolean =>
  (type === 'double' && (than === 'int' || than === 'long')) || (type === 'long' && than === 'int');
