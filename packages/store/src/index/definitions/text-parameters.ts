import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { fraction, type ParameterPlace, wholeNumber } from './parameter.ts';

const PREFIX_CHARS = { min: 2, max: 5, limit: 20 };
const SHINGLE_SIZE = { min: 2, max: 4 };

/** `index_prefixes` says how long the prefixes are that are indexed. */
export function indexPrefixes(value: Json, { name }: ParameterPlace): void {
  const { min_chars: min, max_chars: max, ...others } = isObject(value) ? value : { '': value };
  refuseOthers(name, others);
  const minChars = min === undefined ? PREFIX_CHARS.min : wholeNumber(min);
  const maxChars = max === undefined ? PREFIX_CHARS.max : wholeNumber(max);
  if (minChars > maxChars) {
    throw errors.illegalArgument(
      `min_chars [${minChars}] must be less than max_chars [${maxChars}]`,
    );
  }
  if (minChars < 1) {
    throw errors.illegalArgument(`min_chars [${minChars}] must be greater than zero`);
  }
  if (maxChars >= PREFIX_CHARS.limit) {
    throw errors.illegalArgument(`max_chars [${maxChars}] must be less than ${PREFIX_CHARS.limit}`);
  }
}

/** `fielddata_frequency_filter` is numbers. */
export function frequencyFilter(value: Json, { name }: ParameterPlace): void {
  const { min, max, min_segment_size: least, ...others } = isObject(value) ? value : { '': value };
  refuseOthers(name, others);
  for (const number of [min, max, least]) {
    if (number !== undefined) {
      fraction(number);
    }
  }
}

function refuseOthers(name: string, others: Readonly<Record<string, Json>>): void {
  const [first] = Object.entries(others);
  if (first !== undefined) {
    throw errors.mapperParsing(
      `Mapping definition for [${name}] has unsupported parameters:  [${first[0]} : ${jsonText(first[1])}]`,
    );
  }
}

/** `max_shingle_size`: how many words are taken together. */
export function shingleSize(value: Json): void {
  const size = wholeNumber(value);
  const { min, max } = SHINGLE_SIZE;
  if (size < min || size > max) {
    throw errors.mapperParsing(
      `[max_shingle_size] must be at least [${min}] and at most [${max}], got [${size}]`,
    );
  }
}
