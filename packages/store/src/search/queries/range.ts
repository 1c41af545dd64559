import { errors } from '@longshore/common/errors';
import { jsonText } from '@longshore/common/json';
import { join, type Sql, sql, string } from '../../sql/sql.ts';
import { type Range, rangeMs, within } from '../compare.ts';
import { isKeyword, isText } from '../field-context.ts';
import { hasValue } from '../field-sql.ts';
import { soughtByRange } from '../highlight/sought-patterns.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { RANGE_RELATIONS } from '../range-fields.ts';
import type { ObjectReader } from '../read-object.ts';
import { refuseExpensive } from '../search-limits.ts';
import { anyToken } from '../text.ts';
import { readLeaf } from './leaf.ts';

interface RangeQuery {
  readonly field: string;
  readonly range: Range;
  readonly boost: number;
}

const TIMESTAMP = '@timestamp';

/** Values between two bounds: numbers, dates with date math, texts by their bytes, addresses. */
export const range: QueryType<RangeQuery> = {
  name: 'range',
  isOnField: true,
  parse(body) {
    const { field, reader } = readLeaf('range', body);
    const format = reader.optionalString('format');
    const timeZone = reader.optionalString('time_zone');
    const given = reader.optionalString('relation')?.toLowerCase() ?? 'intersects';
    const relation = RANGE_RELATIONS.find((known) => known === given);
    if (relation === undefined) {
      throw errors.parsing(`[range] query does not support relation [${given}]`);
    }
    const spec: RangeQuery = {
      field,
      range: {
        ...readBounds(reader),
        relation,
        ...(format === undefined ? {} : { format }),
        ...(timeZone === undefined ? {} : { timeZone }),
      },
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  compile({ field: path, range: given }, context) {
    const field = context.field(path);
    if (field === undefined) {
      return NEVER;
    }
    if (isText(field) || isKeyword(field)) {
      refuseExpensive('[range] queries on [text] or [keyword] fields', context);
    }
    if (!isText(field)) {
      return within(field, given, context);
    }
    const test = tokenTest(given);
    return test === undefined ? hasValue(field) : anyToken(field, test, '');
  },
  score: ({ boost }) => boost,
  sought: ({ field, range: given }, context) => soughtByRange(field, given, context),
  bounds({ field, range: given }, { nowMs }) {
    if (field !== TIMESTAMP || given.format !== undefined) {
      return epochBounds(field, given, nowMs);
    }
    return timeBounds(given, nowMs);
  },
};

/** `gt`, `gte`, `lt`, `lte`, and the old `from`, `to`, `include_lower`, `include_upper`. */
function readBounds(reader: ObjectReader): Range {
  const lower = (reader.optionalBoolean('include_lower') ?? true) ? 'gte' : 'gt';
  const upper = (reader.optionalBoolean('include_upper') ?? true) ? 'lte' : 'lt';
  const found = {
    [lower]: reader.json('from'),
    [upper]: reader.json('to'),
    ...(reader.has('gt') ? { gt: reader.json('gt') } : {}),
    ...(reader.has('gte') ? { gte: reader.json('gte') } : {}),
    ...(reader.has('lt') ? { lt: reader.json('lt') } : {}),
    ...(reader.has('lte') ? { lte: reader.json('lte') } : {}),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Undefined where any text will do. */
function tokenTest(given: Range): Sql | undefined {
  const operators = { gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` } as const;
  const tests = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((bound) => {
    const value = given[bound];
    return value === undefined || value === null
      ? []
      : [sql`t ${operators[bound]} ${string(jsonText(value))}`];
  });
  return tests.length === 0 ? undefined : join(tests, ' AND ');
}

function epochBounds(field: string, given: Range, nowMs: number) {
  return field === TIMESTAMP && given.format === 'epoch_millis'
    ? timeBounds(given, nowMs)
    : undefined;
}

/** Wide enough for every format of a date field that is not named here: a text that cannot be read limits nothing. */
function timeBounds(given: Range, nowMs: number) {
  const read = (bound: 'gt' | 'gte' | 'lt' | 'lte', open: number): number => {
    const value = given[bound];
    if (value === undefined || value === null) {
      return open;
    }
    try {
      return rangeMs(given, bound, jsonText(value), { nowMs });
    } catch {
      // Not ours to refuse: compiling the query says what is wrong with it.
      return open;
    }
  };
  return {
    minMs: Math.max(read('gt', -Infinity), read('gte', -Infinity)),
    maxMs: Math.min(read('lt', Infinity), read('lte', Infinity)),
  };
}
