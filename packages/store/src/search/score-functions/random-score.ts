import { errors } from '@longshore/common/errors';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, sql, string } from '../../sql/sql.ts';
import { listOf } from '../field-sql.ts';
import type { ScoreFunction } from './score-function.ts';

interface RandomScore {
  /** Undefined for an order that is another one each time. */
  readonly seed: string | undefined;
  /** Documents with the same value score alike. */
  readonly field: string | undefined;
}

/** A number from 0 up to 1 that a seed and a field of the document, or else its place in the index, make. */
export const randomScore: ScoreFunction<RandomScore> = {
  name: 'random_score',
  parse: (reader) => ({
    seed: reader.optionalString('seed'),
    field: reader.optionalString('field'),
  }),
  value({ seed, field: path = '_seq_no' }, { context }) {
    const salt = string(`${seed ?? context.nowMs} ${context.index}`);
    return sql`(bitShiftRight(sipHash64(${salt}, toString(${keyOf(path)})), 11) / 9007199254740992)`;

    function keyOf(name: string) {
      if (name === '_seq_no' || name === '_id') {
        return column(name === '_id' ? SYSTEM_COLUMNS.id : SYSTEM_COLUMNS.seqNo);
      }
      const field = context.field(name);
      if (field === undefined && !context.isMapped(name)) {
        throw errors.illegalArgument(
          `field [${name}] is not mapped and cannot be used as source of random numbers`,
        );
      }
      return field === undefined ? sql`''` : listOf(field);
    }
  },
};
