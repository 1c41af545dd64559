import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import type { ParseContext, Query } from '../query.ts';
import { type ObjectReader, readObject } from '../read-object.ts';

/** How the marked texts of a field are made and written. */
export interface HighlightOptions {
  /** `fvh` answers as `unified` does. */
  readonly type: 'unified' | 'plain' | 'fvh';
  /** Of several, every mark has the first. */
  readonly preTag: string;
  readonly postTag: string;
  readonly encoder: 'default' | 'html';
  /** About as many characters has a fragment; 0 for no limit. */
  readonly fragmentSize: number;
  /** 0: values that have marks are shown as a whole. */
  readonly numberOfFragments: number;
  readonly isByScore: boolean;
  /** So much of the first value is shown where nothing is marked. */
  readonly noMatchSize: number;
  /** False: what is looked for in other fields is marked too. */
  readonly requiresFieldMatch: boolean;
  /** Instead of the query of the search. */
  readonly query: Query | undefined;
  readonly scanner: 'sentence' | 'word';
  readonly locale: string | undefined;
  readonly fragmenter: 'simple' | 'span';
  /** What is behind so many characters of a value is not looked at; undefined refuses values that are too long. */
  readonly analyzedMax: number | undefined;
}

/** Fields whose values are shown with what the query looks for marked. */
export interface HighlightField {
  readonly pattern: string;
  readonly options: HighlightOptions;
  /** Fields whose matches are marked in this one, instead of its own. */
  readonly matchedFields: readonly string[] | undefined;
}

const FIELDS_MAX = 100;
const STYLED_TAG = '<em class="hlt1">';

const DEFAULTS: HighlightOptions = {
  type: 'unified',
  preTag: '<em>',
  postTag: '</em>',
  encoder: 'default',
  fragmentSize: 100,
  numberOfFragments: 5,
  isByScore: false,
  noMatchSize: 0,
  requiresFieldMatch: true,
  query: undefined,
  scanner: 'sentence',
  locale: undefined,
  fragmenter: 'span',
  analyzedMax: undefined,
};

/** Reads `highlight`: options for all fields, and the fields, each with options of its own. */
export function parseHighlight(
  json: Json | undefined,
  context: ParseContext,
): readonly HighlightField[] {
  if (json === undefined || json === null) {
    return [];
  }
  const reader = readObject('highlight', json);
  const schema = readChoice(reader, 'tags_schema', ['default', 'styled']);
  const base = schema === 'styled' ? { ...DEFAULTS, preTag: STYLED_TAG } : DEFAULTS;
  const encoder = readChoice(reader, 'encoder', ['default', 'html']) ?? base.encoder;
  const shared = readOptions(reader, { ...base, encoder }, context);
  const fields = readFields(reader.json('fields') ?? {});
  reader.rejectUnknown();
  return fields.map(([pattern, given]) => {
    const own = readObject(`highlight] [fields] [${pattern}`, given);
    return readField(pattern, own, readOptions(own, shared, context));
  });
}

/** An object by names, or a list of such objects that says their order. */
function readFields(given: Json): readonly (readonly [string, Json])[] {
  const objects = Array.isArray(given) ? given : [given];
  const fields = objects.flatMap((object: Json) => {
    if (!isObject(object)) {
      throw errors.parsing(
        '[highlight] [fields] must be an object with fields, or a list of such objects',
      );
    }
    return Object.entries(object);
  });
  if (fields.length > FIELDS_MAX) {
    throw errors.illegalArgument(
      `[highlight] has [${fields.length}] fields, more than the allowed maximum of [${FIELDS_MAX}]; use a pattern such as [*]`,
    );
  }
  return fields;
}

function readField(
  pattern: string,
  reader: ObjectReader,
  options: HighlightOptions,
): HighlightField {
  const matched = reader.json('matched_fields');
  if ((reader.optionalInteger('fragment_offset') ?? 0) !== 0) {
    throw errors.illegalArgument(
      `[fragment_offset] of the field [${pattern}] other than 0 is not supported: fragments begin with a sentence`,
    );
  }
  reader.rejectUnknown();
  return {
    pattern,
    options,
    matchedFields: matched === undefined ? undefined : readTexts('matched_fields', matched),
  };
}

function readOptions(
  reader: ObjectReader,
  base: HighlightOptions,
  { parseQuery }: ParseContext,
): HighlightOptions {
  const query = reader.json('highlight_query');
  const order = readChoice(reader, 'order', ['none', 'score']);
  const type = readChoice(reader, 'type', ['unified', 'plain', 'fvh']) ?? base.type;
  const options: HighlightOptions = {
    ...base,
    ...readTags(reader, base),
    type,
    fragmentSize: readSize(reader, 'fragment_size', base.fragmentSize),
    numberOfFragments: readSize(reader, 'number_of_fragments', base.numberOfFragments),
    isByScore: order === undefined ? base.isByScore : order === 'score',
    noMatchSize: readSize(reader, 'no_match_size', base.noMatchSize),
    requiresFieldMatch: reader.optionalBoolean('require_field_match') ?? base.requiresFieldMatch,
    query: query === undefined ? base.query : parseQuery(query),
    scanner: readScanner(reader) ?? base.scanner,
    locale: readLocale(reader.optionalString('boundary_scanner_locale')) ?? base.locale,
    fragmenter: readChoice(reader, 'fragmenter', ['simple', 'span']) ?? base.fragmenter,
    analyzedMax: readAnalyzedMax(reader) ?? base.analyzedMax,
  };
  readWithoutEffect(reader);
  return options;
}

/** What only Lucene's way to run a highlighter, or a scanner that is refused, has use for. */
function readWithoutEffect(reader: ObjectReader): void {
  reader.optionalBoolean('force_source');
  reader.optionalBoolean('highlight_filter');
  reader.optionalInteger('phrase_limit');
  reader.optionalInteger('boundary_max_scan');
  reader.optionalString('boundary_chars');
  reader.optionalObject('options');
}

function readTags(
  reader: ObjectReader,
  base: HighlightOptions,
): Pick<HighlightOptions, 'preTag' | 'postTag'> {
  const pre = reader.json('pre_tags');
  const post = reader.json('post_tags');
  if (pre !== undefined && post === undefined) {
    throw errors.illegalArgument('pre_tags are set but post_tags are not set');
  }
  const first = (key: string, given: Json | undefined, fallback: string): string => {
    const [tag = fallback] = given === undefined ? [] : readTexts(key, given);
    return tag;
  };
  return {
    preTag: first('pre_tags', pre, base.preTag),
    postTag: first('post_tags', post, base.postTag),
  };
}

function readTexts(key: string, given: Json): readonly string[] {
  const texts = Array.isArray(given) ? given : [given];
  return texts.map((text: Json) => {
    if (typeof text !== 'string') {
      throw errors.parsing(`[highlight] [${key}] must be a list of texts`);
    }
    return text;
  });
}

function readSize(reader: ObjectReader, key: string, fallback: number): number {
  const size = reader.optionalInteger(key) ?? fallback;
  if (size < 0) {
    throw errors.illegalArgument(`[highlight] [${key}] cannot be negative but was [${size}]`);
  }
  return size;
}

function readScanner(reader: ObjectReader): HighlightOptions['scanner'] | undefined {
  const scanner = readChoice(reader, 'boundary_scanner', ['sentence', 'word', 'chars']);
  if (scanner === 'chars') {
    throw errors.illegalArgument(
      '[highlight] [boundary_scanner] [chars] is not supported; use [sentence] or [word]',
    );
  }
  return scanner;
}

function readLocale(given: string | undefined): string | undefined {
  try {
    return given === undefined ? undefined : Intl.getCanonicalLocales(given)[0];
  } catch {
    throw errors.illegalArgument(
      `[highlight] [boundary_scanner_locale] [${given}] is no language tag such as [en-US]`,
    );
  }
}

function readAnalyzedMax(reader: ObjectReader): number | undefined {
  // The second is OpenSearch's name for it.
  const [max] = ['max_analyzed_offset', 'max_analyzer_offset'].flatMap((key) => {
    const given = reader.optionalInteger(key);
    if (given !== undefined && given <= 0) {
      throw errors.illegalArgument(`[${key}] must be a positive integer`);
    }
    return given ?? [];
  });
  return max;
}

function readChoice<Choice extends string>(
  reader: ObjectReader,
  key: string,
  choices: readonly Choice[],
): Choice | undefined {
  const given = reader.optionalString(key);
  const found = choices.find((choice) => choice === given);
  if (given !== undefined && found === undefined) {
    throw errors.illegalArgument(
      `[highlight] [${key}] cannot be [${given}]; use one of [${choices.join(', ')}]`,
    );
  }
  return found;
}
