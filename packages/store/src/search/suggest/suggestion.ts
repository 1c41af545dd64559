import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { type ObjectReader, readObject } from '../read-object.ts';
import { type PhraseOptions, readPhrase } from './phrase-options.ts';
import { readTerm, type TermOptions } from './term-options.ts';

/** What is to be suggested for a text under a name. */
export type Suggestion = {
  readonly name: string;
  readonly text: string;
  readonly field: string;
  /** Undefined for that of the field. */
  readonly analyzer: string | undefined;
  readonly size: number;
} & (
  | { readonly kind: 'term'; readonly options: TermOptions }
  | { readonly kind: 'phrase'; readonly options: PhraseOptions }
);

const SUGGESTIONS_MAX = 20;
const SIZE = 5;
const SIZE_MAX = 1_000;
const TEXT_CHARS_MAX = 1_000;

/** Reads `suggest`; a `text` beside the names stands for those that have none. */
export function parseSuggest(given: Json | undefined): readonly Suggestion[] {
  if (given === undefined || given === null) {
    return [];
  }
  if (!isObject(given)) {
    throw errors.illegalArgument('[suggest] must be an object');
  }
  const { text: common, ...named } = given;
  const entries = Object.entries(named);
  if (entries.length > SUGGESTIONS_MAX) {
    throw errors.illegalArgument(
      `[suggest] has ${entries.length} suggestions, more than ${SUGGESTIONS_MAX}`,
    );
  }
  return entries.map(([name, one]) => parseSuggestion(name, one, common));
}

function parseSuggestion(name: string, given: Json, common: Json | undefined): Suggestion {
  const reader = readObject('suggest', given);
  const text =
    reader.optionalString('text') ??
    readObject('suggest', { text: common ?? null }).optionalString('text');
  const term = reader.json('term');
  const phrase = reader.json('phrase');
  if (reader.has('completion') || reader.has('prefix') || reader.has('regex')) {
    throw errors.illegalArgument(
      `suggestion [${name}]: completion is not supported; search with [match_bool_prefix] on a [search_as_you_type] field`,
    );
  }
  reader.rejectUnknown();
  const options = term ?? phrase;
  if (options === undefined || (term !== undefined && phrase !== undefined)) {
    throw errors.illegalArgument(`suggestion [${name}] needs one of [term] and [phrase]`);
  }
  if (text === undefined) {
    throw errors.illegalArgument('The required text option is missing');
  }
  if (text.length > TEXT_CHARS_MAX) {
    throw errors.illegalArgument(
      `the text of suggestion [${name}] has more than ${TEXT_CHARS_MAX} characters`,
    );
  }
  const inner = readObject(term === undefined ? 'phrase' : 'term', options);
  const shared = { name, text, ...readCommon(inner) };
  const suggestion: Suggestion =
    term === undefined
      ? { ...shared, kind: 'phrase', options: readPhrase(inner, shared.field) }
      : { ...shared, kind: 'term', options: readTerm(inner) };
  inner.rejectUnknown();
  return suggestion;
}

function readCommon(reader: ObjectReader) {
  const field = reader.optionalString('field');
  if (field === undefined) {
    throw errors.illegalArgument('the required field option is missing');
  }
  const size = reader.optionalInteger('size') ?? SIZE;
  if (size <= 0 || size > SIZE_MAX) {
    throw errors.illegalArgument(`size must be positive and at most ${SIZE_MAX}`);
  }
  // There is one shard of each index, from which all candidates come.
  reader.optionalInteger('shard_size');
  return { field, size, analyzer: reader.optionalString('analyzer') };
}
