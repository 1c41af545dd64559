import { jsonText } from '@longshore/common/json';
import { RE2JS } from 're2js';
import type { Range } from '../compare.ts';
import type { FieldContext } from '../field-context.ts';
import { toRe2 } from '../lucene-regexp.ts';
import { normalizeTerm } from '../text.ts';
import { type Sought, soughtField, termsThat } from './sought.ts';

/** Larger programs take too long for each of the words of an answer; what they match is not marked. */
const INSTRUCTIONS_MAX = 100;
/** Longer terms are not compared with an expression. */
const TERM_CHARS_MAX = 1_000;

/** What a regular expression looks for: whole terms, in time that grows with their length only. */
export function soughtByRegexp(
  {
    field: path,
    value,
    isCaseInsensitive,
  }: { readonly field: string; readonly value: string; readonly isCaseInsensitive: boolean },
  context: FieldContext,
): readonly Sought[] {
  const field = soughtField(path, context);
  if (field === undefined) {
    return [];
  }
  const text = isCaseInsensitive ? normalizeTerm(field, value) : value;
  const flags = RE2JS.DOTALL | (isCaseInsensitive ? RE2JS.CASE_INSENSITIVE : 0);
  const expression = RE2JS.compile(toRe2(text), flags);
  return expression.re2().numberOfInstructions() > INSTRUCTIONS_MAX
    ? []
    : [termsThat(path, (term) => term.length <= TERM_CHARS_MAX && expression.matches(term))];
}

/** What a range of texts looks for: terms between its bounds, by their bytes. */
export function soughtByRange(
  path: string,
  range: Range,
  context: FieldContext,
): readonly Sought[] {
  if (soughtField(path, context) === undefined) {
    return [];
  }
  const tests = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((bound) => {
    const value = range[bound];
    return value === undefined || value === null ? [] : [testOf(bound, jsonText(value))];
  });
  return [termsThat(path, (term) => tests.every((passes) => passes(term)))];
}

function testOf(bound: 'gt' | 'gte' | 'lt' | 'lte', text: string): (term: string) => boolean {
  const limit = Buffer.from(text);
  return (term) => {
    const order = Buffer.compare(Buffer.from(term), limit);
    return (bound.endsWith('e') && order === 0) || (bound.startsWith('g') ? order > 0 : order < 0);
  };
}
