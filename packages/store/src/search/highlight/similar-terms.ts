import type { FieldContext } from '../field-context.ts';
import { editsOf, type Fuzzy } from '../fuzzy.ts';
import { type Sought, soughtField, termsThat } from './sought.ts';

/** What a fuzzy search looks for in one field: terms that are similar to one. */
export function soughtByFuzzy(
  path: string,
  { term, fuzzy }: { readonly term: string; readonly fuzzy: Fuzzy },
  context: FieldContext,
): readonly Sought[] {
  const field = soughtField(path, context);
  return field === undefined
    ? []
    : [termsThat(path, similarTo(field.normalizer?.normalize(term) ?? term, fuzzy))];
}

/** Tells whether a term is within the edits that a fuzzy search allows. */
export function similarTo(wanted: string, fuzzy: Fuzzy): (term: string) => boolean {
  const edits = editsOf(wanted, fuzzy);
  const chars = [...wanted];
  const start = chars.slice(0, fuzzy.prefixLength).join('');
  return (term) => {
    if (term === wanted || edits === 0 || !term.startsWith(start)) {
      return term === wanted;
    }
    // A character takes one or two units: what is longer than that is not even split.
    if (term.length > 2 * (chars.length + edits)) {
      return false;
    }
    const given = [...term];
    return (
      Math.abs(given.length - chars.length) <= edits &&
      distanceOf(given, chars, fuzzy.hasTranspositions) <= edits
    );
  };
}

/** How many characters change, come, go or, if that counts as one, swap places with the next. */
export function distanceOf(
  from: readonly string[],
  to: readonly string[],
  hasTranspositions: boolean,
): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, char] of from.entries()) {
    const row = [i + 1];
    for (const [j, other] of to.entries()) {
      const changed = (last[j] ?? 0) + (char === other ? 0 : 1);
      const fewest = Math.min(changed, (last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1);
      const isSwapped =
        hasTranspositions && i > 0 && j > 0 && char === to[j - 1] && from[i - 1] === other;
      row.push(isSwapped ? Math.min(fewest, (beforeLast[j - 1] ?? 0) + 1) : fewest);
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
