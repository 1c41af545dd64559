import { type FieldContext, isKeyword, isText, type SearchField } from '../field-context.ts';

/** A term, or one of several, so many positions behind the beginning of a phrase. */
export interface SoughtTerm {
  readonly offset: number;
  fits(term: string): boolean;
}

/** What a query looks for in one field: terms one after the other; one of them is a phrase of one. */
export interface Sought {
  readonly field: string;
  readonly terms: readonly [SoughtTerm, ...SoughtTerm[]];
}

/** Any of these terms. */
export function anyOfTerms(field: string, terms: Iterable<string>): Sought {
  const wanted = new Set(terms);
  return { field, terms: [{ offset: 0, fits: (term) => wanted.has(term) }] };
}

/** Any term that passes a test. */
export const termsThat = (field: string, fits: (term: string) => boolean): Sought => ({
  field,
  terms: [{ offset: 0, fits }],
});

/** A field with terms that can be marked in a text; numbers, dates and the like have none. */
export function soughtField(path: string, context: FieldContext): SearchField | undefined {
  const field = context.field(path);
  return field !== undefined && (isText(field) || isKeyword(field)) ? field : undefined;
}
