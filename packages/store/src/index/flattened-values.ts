import { checkListDepth } from './document-errors.ts';
import { type ExactJson, isExactObject } from './exact-json.ts';
import { FLATTENED_BOUNDARY } from './mapping.ts';
import { type Scalar, spell } from './types/field-type.ts';

/** The leaves of a value of the flattened field `path`, as it stores them: `key NUL value`. */
export function* flattenedValues(
  path: string,
  value: ExactJson,
  { key, depth }: { readonly key: string; readonly depth: number },
): Generator<string> {
  checkListDepth(path, depth);
  if (isExactObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      const below = key === '' ? name : `${key}.${name}`;
      yield* flattenedValues(path, inner, { key: below, depth: depth + 1 });
    }
  } else if (Array.isArray(value)) {
    for (const item of value as readonly ExactJson[]) {
      yield* flattenedValues(path, item, { key, depth: depth + 1 });
    }
  } else if (value !== null) {
    yield `${key}${FLATTENED_BOUNDARY}${spell(value as Scalar)}`;
  }
}
