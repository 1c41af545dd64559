import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { SYSTEM_COLUMNS } from '../../index/column.ts';
import { column, float, join, type Sql, sql, string, strings } from '../../sql/sql.ts';
import { anyOf, NEVER } from '../predicate.ts';
import type { CompileContext, Query, QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { scoreSqlOf } from '../score-functions/min-score.ts';

/** A document by its id, in one index or in any. */
interface Pin {
  readonly index: string | undefined;
  readonly id: string;
}

interface Pinned {
  /** In the order in which they are shown. */
  readonly pins: readonly Pin[];
  readonly organic: Query;
  readonly boost: number;
}

const PINS_MAX = 100;
/** The scores of pinned documents are above all others, and apart in single precision. */
const SCORE_MIN = 2 ** 126;
const SCORE_STEP = 2 ** 103;

/** Some documents first, in a given order, then what a query finds. */
export const pinned: QueryType<Pinned> = {
  name: 'pinned',
  parse(body, { parseQuery }) {
    const reader = readObject('pinned', body);
    const organic = reader.json('organic');
    if (organic === undefined) {
      throw errors.parsing('[pinned] requires an [organic] query');
    }
    const spec = {
      pins: readPins(reader),
      organic: parseQuery(organic),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    reader.rejectUnknown();
    return spec;
  },
  compile(spec, context) {
    const ids = pinsOf(spec, context).map(({ id }) => id);
    const isPinned =
      ids.length === 0 ? NEVER : sql`${column(SYSTEM_COLUMNS.id)} IN ${strings(ids)}`;
    return anyOf([isPinned, context.compile(spec.organic)]);
  },
  score(spec, context) {
    const organic = sql`(${float(spec.boost)} * ${scoreSqlOf(spec.organic, context)})`;
    const cases = pinsOf(spec, context).map(({ id, score }): Sql => {
      return sql`${column(SYSTEM_COLUMNS.id)} = ${string(id)}, ${float(score)}`;
    });
    return cases.length === 0 ? organic : sql`multiIf(${join(cases, ', ')}, ${organic})`;
  },
  scoreNote: 'above all others if it is pinned, else of the organic query, times the boost:',
  clauses: ({ organic }) => [{ occur: 'should', query: organic }],
};

function readPins(reader: ObjectReader): readonly Pin[] {
  const [ids, documents] = [reader.json('ids'), reader.json('docs')];
  if ((ids === undefined) === (documents === undefined)) {
    throw errors.parsing('[pinned] requires either [ids] or [docs], and not both');
  }
  const given = ids ?? documents;
  if (!Array.isArray(given)) {
    throw errors.parsing('[pinned] [ids] and [docs] must be lists');
  }
  if (given.length > PINS_MAX) {
    throw errors.illegalArgument(
      `[pinned] Max of ${PINS_MAX} ids exceeded: ${given.length} provided.`,
    );
  }
  return given.map((one: Json) => (ids === undefined ? readDocument(one) : readId(one)));
}

function readId(given: Json): Pin {
  if (given === null || typeof given === 'object') {
    throw errors.illegalArgument('[pinned] [ids] cannot contain null or objects');
  }
  return { index: undefined, id: String(given) };
}

function readDocument(given: Json): Pin {
  const reader = readObject('pinned', isObject(given) ? given : null);
  const [index, id] = [reader.optionalString('_index'), reader.string('_id')];
  reader.rejectUnknown();
  return { index, id };
}

/** Those that may be in the index, with their scores: the first has the highest. */
const pinsOf = ({ pins }: Pinned, { index }: Pick<CompileContext, 'index'>) =>
  pins.flatMap((pin, i) =>
    pin.index === undefined || pin.index === index
      ? [{ id: pin.id, score: SCORE_MIN + (pins.length - i) * SCORE_STEP }]
      : [],
  );
