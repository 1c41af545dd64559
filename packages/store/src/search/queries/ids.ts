import { errors } from '@longshore/common/errors';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, sql, strings } from '../../sql/sql.ts';
import { NEVER } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { readObject } from '../read-object.ts';

interface Ids {
  readonly values: readonly string[];
  readonly boost: number;
}

/** Documents by their `_id`. */
export const ids: QueryType<Ids> = {
  name: 'ids',
  parse(body) {
    const reader = readObject('ids', body);
    const given = reader.json('values') ?? [];
    const values = (Array.isArray(given) ? given : [given]).map((value) => {
      if (value === null || typeof value === 'object') {
        throw errors.parsing('Illegal value for id, expecting a string or number');
      }
      return String(value);
    });
    const boost = reader.optionalNumber('boost') ?? 1;
    reader.rejectUnknown();
    return { values, boost };
  },
  compile: ({ values }) =>
    values.length === 0 ? NEVER : sql`${column(SYSTEM_COLUMNS.id)} IN ${strings(values)}`,
  score: ({ boost }) => boost,
};
