import { errors } from '@longshore/common/errors';
import type { IndexMapping } from '../index-mapping.ts';
import type { MappedField } from '../mapping.ts';

/** Throws for a `copy_to` by which values would go where none can be. */
export function checkCopies(mapping: IndexMapping): void {
  for (const fields of [mapping.fields, mapping.nestedFields]) {
    for (const field of fields.values()) {
      if (field.copyTo !== undefined) {
        checkField(mapping, field, field.copyTo);
      }
    }
  }
}

function checkField(
  mapping: IndexMapping,
  { path, parent }: MappedField,
  targets: readonly string[],
): void {
  if (parent !== undefined) {
    throw errors.illegalArgument(`[copy_to] may not be used to copy from a multi-field: [${path}]`);
  }
  const source = nestedParent(mapping, path);
  for (const target of targets) {
    const found = mapping.fields.get(target) ?? mapping.nestedFields.get(target);
    if (found?.parent !== undefined) {
      throw errors.illegalArgument(
        `[copy_to] may not be used to copy to a multi-field: [${target}]`,
      );
    }
    if (mapping.objects.has(target) || mapping.nested.has(target)) {
      throw errors.illegalArgument(
        `Cannot copy to field [${target}] since it is mapped as an object`,
      );
    }
    const scope = nestedParent(mapping, target);
    const isAbove = scope === '' || scope === source || source.startsWith(`${scope}.`);
    if (!isAbove) {
      throw errors.illegalArgument(
        `Illegal combination of [copy_to] and [nested] mappings: [copy_to] may only copy data to the current nested document or any of its parents, however one [copy_to] directive is trying to copy data from nested object [${source || 'null'}] to [${scope}]`,
      );
    }
  }
}

/** The nested object that a path is in; empty for none. */
function nestedParent({ nested }: Pick<IndexMapping, 'nested'>, path: string): string {
  let end = path.lastIndexOf('.');
  while (end > 0) {
    const parent = path.slice(0, end);
    if (nested.has(parent)) {
      return parent;
    }
    end = parent.lastIndexOf('.');
  }
  return '';
}
