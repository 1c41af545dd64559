import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { unknownValue, wholeNumber } from './parameter.ts';

const CONTEXT_TYPES: ReadonlySet<unknown> = new Set(['category', 'geo']);

/** `contexts` are objects with a name and a type. */
export function contexts(value: Json): void {
  for (const item of Array.isArray(value) ? value : [value]) {
    const { name, type } = isObject(item) ? item : {};
    if (name === undefined) {
      throw errors.mapperParsing('Required attribute [name] is missing in a context mapping');
    }
    if (type === undefined) {
      throw errors.mapperParsing(
        `Required attribute [type] is missing in context [${jsonText(name)}]`,
      );
    }
    if (!CONTEXT_TYPES.has(type)) {
      throw unknownValue(type, 'type', ['category', 'geo']);
    }
  }
}

/** `max_input_length`. */
export function inputLength(value: Json): void {
  const length = wholeNumber(value);
  if (length <= 0) {
    throw errors.illegalArgument(`[max_input_length] must be > 0 but was [${length}]`);
  }
}
