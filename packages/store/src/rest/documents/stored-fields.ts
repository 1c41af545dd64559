import { errors } from '@longshore/common/errors';
import { type ExactObject, parseExactBytes } from '../../index/exact-json.ts';
import type { IndexMapping } from '../../index/index-mapping.ts';
import { booleanOf } from '../../index/mapping-parameters.ts';
import { copiedTo, valuesOf } from '../../index/source-values.ts';

/**
 * The values of those of the named fields that the mapping stores (`store: true`), each in a list, as they stand in
 * `fields`; `undefined` when there are none. Other names give nothing, as in Elasticsearch, but an object is refused.
 */
export function storedFieldsOf(
  mapping: IndexMapping,
  names: readonly string[],
  bytes: Buffer,
): ExactObject | undefined {
  refuseObjects(mapping, names);
  const stored = names.flatMap((name) => {
    const field = mapping.fields.get(name);
    const isStored = field?.path === name && booleanOf(field.definition.store, false);
    return isStored ? [field] : [];
  });
  if (stored.length === 0) {
    return undefined;
  }
  const source = parseExactBytes(bytes);
  const fields = stored.flatMap((field) => {
    const values = valuesOf(field, source, copiedTo(mapping, field));
    return values.length === 0 ? [] : [[field.path, values] as const];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function refuseObjects({ objects }: IndexMapping, names: readonly string[]): void {
  const object = names.find((name) => objects.has(name));
  if (object !== undefined) {
    throw errors.illegalArgument(`field [${object}] isn't a leaf field`);
  }
}
