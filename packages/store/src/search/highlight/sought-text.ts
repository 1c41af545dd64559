import { jsonText } from '@longshore/common/json';
import { type FieldContext, isText } from '../field-context.ts';
import { analyzerOf, type Match } from '../match.ts';
import { clausesOf, type Path, phrasesOf } from '../text-clauses.ts';
import { similarTo } from './similar-terms.ts';
import { anyOfTerms, type Sought, type SoughtTerm, soughtField, termsThat } from './sought.ts';

/** What a text is looked for as in one field: its words, a phrase of them, or a value as a whole. */
export function soughtByMatch(
  path: string,
  match: Match,
  context: FieldContext,
): readonly Sought[] {
  const field = soughtField(path, context);
  const text = jsonText(match.value);
  if (field === undefined) {
    return [];
  }
  if (!isText(field)) {
    const value = field.normalizer?.normalize(text) ?? text;
    return match.endsInPrefix === true
      ? [termsThat(path, (term) => term.startsWith(value))]
      : soughtByWords(path, [value], match);
  }
  const tokens = analyzerOf(field, match, context).analyze(text);
  const cutAt = (path: Path) => (match.endsInPrefix === true ? path.length - 1 : -1);
  if (match.isPhrase) {
    return phrasesOf(tokens).flatMap((way) =>
      // Words that may be moved are marked wherever they are.
      (match.slop ?? 0) > 0
        ? way.flatMap((slot, i) => soughtByPath(path, [slot], i === cutAt(way) ? 0 : -1))
        : soughtByPath(path, way, cutAt(way)),
    );
  }
  const clauses = clausesOf(tokens);
  const whole: string[] = [];
  const others = clauses.flatMap((ways, i) => {
    const isLast = i === clauses.length - 1;
    return ways.flatMap((way) => {
      const cut = isLast ? cutAt(way) : -1;
      const [only, ...more] = way;
      if (only !== undefined && more.length === 0 && cut < 0) {
        whole.push(...only.terms);
        return [];
      }
      return soughtByPath(path, way, cut);
    });
  });
  return [...soughtByWords(path, whole, match), ...others];
}

/** Any of these words, or words that are similar to one. */
function soughtByWords(
  path: string,
  words: readonly string[],
  { fuzzy }: Match,
): readonly Sought[] {
  if (fuzzy !== undefined) {
    return words.map((word) => termsThat(path, similarTo(word, fuzzy)));
  }
  return words.length === 0 ? [] : [anyOfTerms(path, words)];
}

/** Terms one after the other; that at `cutAt` is only the beginning of one. */
function soughtByPath(field: string, path: Path, cutAt: number): readonly Sought[] {
  const [first, ...more] = path.map(({ terms, offset }, i): SoughtTerm => {
    const fits = (term: string) =>
      i === cutAt ? terms.some((prefix) => term.startsWith(prefix)) : terms.includes(term);
    return { offset, fits };
  });
  return first === undefined ? [] : [{ field, terms: [first, ...more] }];
}
