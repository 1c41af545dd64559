import { errors } from '@longshore/common/errors';
import type { FieldUse } from './field-uses.ts';

const FILTERS: Readonly<Record<string, (use: FieldUse) => boolean>> = {
  '+metadata': ({ isMetadata }) => isMetadata,
  '-metadata': ({ isMetadata }) => !isMetadata,
  '-multifield': ({ isMultiField }) => !isMultiField,
  '-nested': ({ isNested, type }) => !isNested && type !== 'nested',
  '-parent': ({ type }) => type !== 'object' && type !== 'nested',
};

/** A test for fields by the parameters `types` and `filters` of `_field_caps`. */
export function fieldFilter(
  types: readonly string[] | undefined,
  filters: readonly string[] = [],
): (use: FieldUse) => boolean {
  const unknown = filters.find((filter) => !Object.hasOwn(FILTERS, filter));
  if (unknown !== undefined) {
    throw errors.illegalArgument(`Unknown field caps filter [${unknown}]`);
  }
  const wanted = types === undefined || types.length === 0 ? undefined : new Set(types);
  const tests = filters.flatMap((filter) => FILTERS[filter] ?? []);
  return (use) =>
    (wanted === undefined || wanted.has(use.type)) && tests.every((test) => test(use));
}
