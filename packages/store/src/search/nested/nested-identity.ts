import { type ExactJson, isExactObject, parseExact } from '../../index/exact-json.ts';
import { valuesAt } from '../../index/source-values.ts';
import type { CompileContext } from '../query.ts';

/** Which object of its document a nested object is: its place among those of each path on the way to it. */
export interface NestedPlace {
  /** As seen from the object around. */
  readonly field: string;
  readonly offset: number;
}

/** `_nested` of a hit. */
export interface NestedIdentity extends NestedPlace {
  readonly _nested?: NestedIdentity;
}

/** The places of an object of a context, from the outside in; `counted` are those of its row, which begin at one. */
export function placesOf(
  { scope, around }: CompileContext,
  counted: readonly number[],
): readonly NestedPlace[] {
  if (around === undefined) {
    return [];
  }
  const field = around.scope === '' ? scope : scope.slice(around.scope.length + 1);
  const outer = placesOf(around, counted.slice(0, -1));
  return [...outer, { field, offset: (counted.at(-1) ?? 1) - 1 }];
}

export function identityOf([first, ...further]: readonly NestedPlace[]):
  | NestedIdentity
  | undefined {
  const inner = further.length === 0 ? undefined : identityOf(further);
  return first === undefined ? undefined : { ...first, ...(inner ? { _nested: inner } : {}) };
}

/** The object at places of a document; null if the source does not have it. */
export function objectAt(source: string, places: readonly NestedPlace[]): ExactJson {
  return places.reduce<ExactJson>(
    (around, { field, offset }) =>
      valuesAt(around, field).filter((value) => isExactObject(value))[offset] ?? null,
    parseExact(source),
  );
}

/** A document with nothing but one object at a path. */
export const documentAround = (path: string, object: ExactJson): ExactJson =>
  path
    .split('.')
    .reduceRight<ExactJson>((inner, key) => Object.fromEntries([[key, inner]]), object);

/** What is at a path of such a document, after a filter may have left out all of it. */
export const insideOf = (path: string, document: ExactJson): ExactJson =>
  valuesAt(document, path)[0] ?? {};
