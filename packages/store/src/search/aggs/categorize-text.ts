import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { column, int, join, raw, type Sql, sql, string } from '../../sql/sql.ts';
import { isKeyword, isText } from '../field-context.ts';
import { isList, listOf } from '../field-sql.ts';
import type { Branch } from '../plan.ts';
import { escapeRegExp } from '../wildcard.ts';
import type {
  AggContext,
  AggGroup,
  Ask,
  Bucket,
  BucketAggType,
  BucketPlan,
  BucketRow,
  Level,
} from './agg-type.ts';
import { findTemplates, type Shape, type Template } from './log-templates.ts';
import { rowsWithin } from './rows-within.ts';

interface CategorizeText {
  readonly field: string;
  readonly size: number;
  readonly minDocCount: number;
  /** From 0 to 1. */
  readonly threshold: number;
  /** Regular expressions of what is left out of texts. */
  readonly filters: readonly string[];
}

const SIZE = 10;
const THRESHOLD = 70;
const FILTERS_MAX = 100;
const FILTER_CHARS_MAX = 1_000;
/** Texts differ in so many ways at most, the most frequent; others have no category. */
const SHAPES_MAX = 5_000;
const WORDS_MAX = 100;
/** Longer texts are read as far as this. */
const TEXT_CHARS_MAX = 10_000;

/** A bucket for each kind of text: what lines of a log have in common that one statement of a program wrote. */
export const categorizeText: BucketAggType<CategorizeText> = {
  name: 'categorize_text',
  kind: 'bucket',
  parse(reader) {
    const threshold = reader.optionalInteger('similarity_threshold') ?? THRESHOLD;
    if (threshold < 1 || threshold > 100) {
      throw errors.illegalArgument(
        `[similarity_threshold] must be in the range [1, 100]. Found [${threshold}] in [categorize_text]`,
      );
    }
    if (reader.has('categorization_analyzer')) {
      throw errors.illegalArgument(
        '[categorize_text] with a [categorization_analyzer] is not supported; use [categorization_filters]',
      );
    }
    // Of engines that keep categories of each shard within bounds.
    for (const hint of [
      'shard_size',
      'shard_min_doc_count',
      'max_unique_tokens',
      'max_matched_tokens',
    ]) {
      reader.optionalInteger(hint);
    }
    const size = reader.optionalInteger('size') ?? SIZE;
    if (size <= 0) {
      throw errors.illegalArgument(
        `[size] must be greater than 0. Found [${size}] in [categorize_text]`,
      );
    }
    return {
      field: reader.string('field'),
      size,
      minDocCount: reader.optionalInteger('min_doc_count') ?? 1,
      threshold: threshold / 100,
      filters: readFilters(reader.json('categorization_filters')),
    };
  },
  plan(spec, context) {
    const texts = openTexts(spec, context);
    return {
      ...planOf(spec, texts, []),
      adapt: async (level, ask) => {
        const shapes = await readShapes(level, texts, ask);
        const templates = findTemplates(shapes, spec.threshold);
        const categories = templates.map((template) => ({
          template,
          hashes: template.shapes.flatMap((place) => shapes[place]?.hash ?? []),
        }));
        return [{ groups: level.groups, plan: planOf(spec, texts, categories) }];
      },
    };
  },
};

function readFilters(given: Json | undefined): readonly string[] {
  const list: readonly Json[] = Array.isArray(given) ? given : given === undefined ? [] : [given];
  if (list.length > FILTERS_MAX) {
    throw errors.illegalArgument(
      `[categorization_filters] are ${list.length}, more than ${FILTERS_MAX}`,
    );
  }
  return list.map((filter) => {
    const text = String(filter);
    if (typeof filter !== 'string' || text.length > FILTER_CHARS_MAX || !isExpression(text)) {
      throw errors.illegalArgument(
        `[categorization_filters] must be regular expressions of at most ${FILTER_CHARS_MAX} characters without look-around and back-references; found [${text.slice(0, 100)}]`,
      );
    }
    return text;
  });
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '' && !/\(\?<?[=!]|\\[1-9k]/.test(text);
  } catch {
    return false;
  }
}

/** Words begin with a letter; signs that join stay within them. */
const WORD =
  '[\\p{L}_][\\p{L}\\p{N}_]*(?:[.:/@\\\\-]+[\\p{L}\\p{N}_]+)*|\\p{N}[\\p{L}\\p{N}_.:/@\\\\-]*';

interface Texts {
  /** What is left of a text by the filters of the request. */
  text(branch: Branch): Sql;
  shape(branch: Branch): Sql;
}

/** The words of the first line with letters that have no digits: numbers, addresses and ids differ from text to text. */
function openTexts({ field: path, filters }: CategorizeText, { branches }: AggContext): Texts {
  const textOf = ({ context }: Branch): Sql => {
    const field = context.field(path);
    if (field === undefined) {
      return sql`''`;
    }
    if (!isText(field) && !isKeyword(field)) {
      throw errors.illegalArgument(
        `Field [${path}] of type [${field.type}] is not supported for aggregation [categorize_text]`,
      );
    }
    const value = isList(field)
      ? sql`arrayElement(${listOf(field)}, 1)`
      : sql`ifNull(toString(${column(field.column.name)}), '')`;
    // Without `.*` at the end, which the engine drops: the line would end with its last letter.
    const line = sql`extract(substringUTF8(${value}, 1, ${int(TEXT_CHARS_MAX)}), '[^\\n]*\\\\p{L}[^\\n]*')`;
    return filters.reduce(
      (text, filter) => sql`replaceRegexpAll(${text}, ${string(filter)}, ' ')`,
      line,
    );
  };
  for (const branch of branches) {
    textOf(branch);
  }
  const shape = (branch: Branch) =>
    sql`arrayStringConcat(arraySlice(arrayFilter(w -> NOT match(w, '[0-9]'), extractAll(${textOf(branch)}, ${string(WORD)})), 1, ${int(WORDS_MAX)}), ' ')`;
  return { text: textOf, shape };
}

interface HashedShape extends Shape {
  readonly hash: string;
}

async function readShapes(
  level: Level<AggGroup>,
  texts: Texts,
  { branches, run }: Ask,
): Promise<readonly HashedShape[]> {
  if (branches.length === 0) {
    return [];
  }
  const from = rowsWithin({ ...level, isExact: true }, branches, (branch) => [
    sql`${texts.shape(branch)} AS shape`,
    sql`lengthUTF8(${texts.text(branch)}) AS len`,
  ]);
  const rows = await run(
    sql`SELECT shape, toString(cityHash64(shape)) AS hash, count() AS n, max(len) AS len FROM ${from} AND shape != '' GROUP BY shape ORDER BY n DESC, shape LIMIT ${int(SHAPES_MAX)}`,
  );
  return rows.map(({ shape, hash, n, len }) => ({
    hash: String(hash),
    words: String(shape).split(' '),
    count: Number(n),
    length: Number(len),
  }));
}

interface Category {
  readonly template: Template;
  readonly hashes: readonly string[];
}

function planOf(
  { size, minDocCount }: CategorizeText,
  texts: Texts,
  categories: readonly Category[],
): BucketPlan {
  const hashes = categories.flatMap(({ hashes: own }) =>
    own.map((hash) => sql`toUInt64(${string(hash)})`),
  );
  const places = categories.flatMap(({ hashes: own }, i) => own.map(() => raw(String(i))));
  return {
    typedName: 'categorize_text',
    key: (branch) =>
      hashes.length === 0
        ? sql`toInt32(-1)`
        : sql`transform(cityHash64(${texts.shape(branch)}), [${join(hashes, ', ')}], [${join(places, ', ')}], -1)`,
    keyCondition: (key) => sql`${key} >= 0`,
    keyLiteral: (key) => raw(String(Number(key))),
    buckets: <Row extends BucketRow>(rows: readonly Row[]) =>
      rows
        .filter(({ docCount }) => docCount >= minDocCount)
        .sort((a, b) => b.docCount - a.docCount || Number(a.key) - Number(b.key))
        .slice(0, size)
        .map((row): Bucket<Row> => {
          const { words = [], length = 0 } = categories[Number(row.key)]?.template ?? {};
          return {
            row,
            docCount: row.docCount,
            members: {
              key: words.join(' '),
              regex: `.*?${words.map(escapeRegExp).join('.+?')}.*?`,
              max_matching_length: length,
            },
          };
        }),
    answer: (buckets) => ({ buckets: buckets.map(({ json }) => json) }),
  };
}
