import type { LeafNode } from './index-mapping.ts';
import type { Scalar, Stored } from './types/field-type.ts';

/** What a field stores for a null: nothing, or what its `null_value` says. */
export function nullValues({ field, convert, read }: LeafNode): readonly Stored[] {
  const { type, nullValue } = field;
  if (nullValue === undefined || nullValue === null) {
    return [];
  }
  if (type === 'token_count') {
    return [Number(nullValue)];
  }
  if (read !== undefined) {
    return read(nullValue, field);
  }
  const converted = convert(nullValue as Scalar, field);
  return converted === undefined ? [] : [converted];
}
