import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
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

/** The field that the `data_stream` of a template names for its times, as in OpenSearch. */
export function templateTimeField(dataStream: Json | undefined): string {
  const field = isObject(dataStream) ? dataStream.timestamp_field : undefined;
  if (field === undefined) {
    return TIMESTAMP;
  }
  const { name, ...others } = isObject(field) ? field : {};
  if (typeof name !== 'string' || name === '' || Object.keys(others).length > 0) {
    throw errors.contentParse(
      '[1:1] [data_stream] [timestamp_field] must be an object with [name] and nothing else',
      'timestamp_field',
    );
  }
  return name;
}
