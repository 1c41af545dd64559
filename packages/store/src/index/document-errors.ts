import { errors, type LongshoreError } from '@longshore/common/errors';
import { type ExactObject, exactText } from './exact-json.ts';
import type { MappedField } from './mapping.ts';

/** Lists in lists in lists are flattened, but not without end. */
export const LIST_DEPTH_MAX = 50;
const PREVIEW_CHARS_MAX = 50;

/** A value, as it is spelled, that its field cannot take. */
export function misfit(
  field: MappedField,
  spelled: string,
  { cause, id }: { readonly cause: LongshoreError; readonly id: string | undefined },
): LongshoreError {
  const shown =
    spelled.length > PREVIEW_CHARS_MAX ? `${spelled.slice(0, PREVIEW_CHARS_MAX)}...` : spelled;
  const where = id === undefined ? '' : ` in document with id '${id}'`;
  return errors.documentParsing(
    `failed to parse field [${field.path}] of type [${shownType(field)}]${where}. Preview of field's value: '${shown}'`,
    cause,
    field.path,
  );
}

/** OpenSearch has a name of its own for `flattened`. */
function shownType({ definition, type }: MappedField): string {
  return typeof definition.type === 'string' ? definition.type : type;
}

/** An object as errors spell it. */
export function preview(value: ExactObject): string {
  const members = Object.entries(value).map(([key, inner]) => `${key}=${exactText(inner)}`);
  return `{${members.join(', ')}}`;
}

/** Refuses values that are nested deeper than anybody reads them. */
export function checkListDepth(path: string, depth: number): void {
  if (depth > LIST_DEPTH_MAX) {
    throw errors.documentParsing(
      `failed to parse field [${path}]: values are nested deeper than ${LIST_DEPTH_MAX} levels`,
    );
  }
}
