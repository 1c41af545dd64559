import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import type { FieldContext } from '../field-context.ts';
import { expandFields, parseFieldPattern } from '../field-patterns.ts';
import { soughtByMatch } from '../highlight/sought-text.ts';
import { compileMatch, type Match } from '../match.ts';
import { anyOf } from '../predicate.ts';
import type { QueryType } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { scoreBest } from '../scoring/score-best.ts';
import { scoreMatch } from '../scoring/score-match.ts';
import {
  readAnalyzer,
  readMatchExtras,
  readMatchFuzzy,
  readOperator,
  readSlop,
  readZeroTerms,
} from './match.ts';

interface MultiMatch {
  readonly fields: readonly string[];
  readonly match: Match;
  /** How much other fields than the one that matches best add to the score. */
  readonly tieBreaker: number;
  readonly boost: number;
}

const TYPES = ['best_fields', 'most_fields', 'phrase', 'phrase_prefix', 'bool_prefix'];
/** What adds up the scores of all fields, where the others take that of the best. */
const SUMS = ['most_fields', 'bool_prefix'];

/** A match in any of several fields. `most_fields` finds the same documents as `best_fields`. */
export const multiMatch: QueryType<MultiMatch> = {
  name: 'multi_match',
  parse(body) {
    const reader = readObject('multi_match', body);
    const value = reader.json('query');
    if (value === undefined || value === null || typeof value === 'object') {
      throw errors.parsing('No text specified for multi_match query');
    }
    const type = reader.optionalString('type') ?? 'best_fields';
    if (!TYPES.includes(type)) {
      throw errors.parsing(
        `[multi_match] type [${type}] is not supported; use one of [${TYPES.join(', ')}]`,
      );
    }
    refuseForType(type, reader);
    const given = reader.json('fields');
    const minimum = reader.optionalString('minimum_should_match');
    const spec: MultiMatch = {
      fields: readFieldList(given),
      match: {
        value,
        isPhrase: type.startsWith('phrase'),
        ...(type.endsWith('prefix') ? { endsInPrefix: true } : {}),
        operator: readOperator(reader, 'operator'),
        isLenient: reader.optionalBoolean('lenient') ?? given === undefined,
        zeroTerms: readZeroTerms(reader),
        ...readAnalyzer(reader),
        ...readMatchFuzzy(reader),
        ...readSlop(reader, 'slop'),
        ...(minimum === undefined ? {} : { minimumShouldMatch: minimum }),
      },
      tieBreaker: reader.optionalNumber('tie_breaker') ?? (SUMS.includes(type) ? 1 : 0),
      boost: reader.optionalNumber('boost') ?? 1,
    };
    readMatchExtras(reader);
    reader.rejectUnknown();
    return spec;
  },
  compile: ({ fields, match: spec }, context) =>
    anyOf(fieldsOf(fields, context).map((field) => compileMatch(field, spec, context))),
  sought: ({ fields, match: spec }, context) =>
    fieldsOf(fields, context).flatMap((field) => soughtByMatch(field, spec, context)),
  score: ({ fields, match: spec, tieBreaker, boost }, context) =>
    context.statistics === undefined
      ? boost
      : scoreBest(
          fields.flatMap((text) => {
            const { pattern, boost: ofField } = parseFieldPattern(text);
            return expandFields([pattern], context).map((field) => ({
              condition: compileMatch(field, spec, context),
              score: scoreMatch(field, { match: spec, boost: boost * ofField }, context),
            }));
          }),
          tieBreaker,
        ),
};

function fieldsOf(fields: readonly string[], context: FieldContext): readonly string[] {
  const patterns = fields.map((field) => parseFieldPattern(field).pattern);
  return expandFields(patterns, context);
}

/** Words in any order have no distance, and those of phrases are as they are. */
function refuseForType(type: string, reader: ObjectReader): void {
  if (type.startsWith('phrase') && reader.has('fuzziness')) {
    throw errors.illegalArgument(`Fuzziness not allowed for type [${type}]`);
  }
  const refused = ['slop', 'cutoff_frequency'].find((key) => reader.has(key));
  if (type === 'bool_prefix' && refused !== undefined) {
    throw errors.illegalArgument(`[${refused}] not allowed for type [bool_prefix]`);
  }
}

/** A list of field patterns, one as a text, or none for all fields. */
export function readFieldList(given: Json | undefined): readonly string[] {
  const fields = given === undefined ? ['*'] : Array.isArray(given) ? given : [given];
  return fields.map((field: Json) => {
    if (typeof field !== 'string') {
      throw errors.parsing('[fields] must be a text or a list of texts');
    }
    return field;
  });
}
