import { errors } from '@longshore/common/errors';
import type { MappedType } from './mapping.ts';

/** The field that says when a document of a data stream happened, unless its template names another. */
export const TIMESTAMP = '@timestamp';

const TYPES: readonly MappedType[] = ['date', 'date_nanos'];

/** Throws unless times can be read from a field of this type. */
export function checkTimeType(path: string, type: MappedType): void {
  if (!TYPES.includes(type)) {
    throw errors.illegalArgument(
      `data stream timestamp field [${path}] is of type [${type}], but [date,date_nanos] is expected`,
    );
  }
}
