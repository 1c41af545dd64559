import { LongshoreError } from '@longshore/common/errors';
import { placeOfField, placeOfKey } from '../index/json-place.ts';

/** An error about a member of a body says where in the body that is. */
export function placedIn(body: Buffer, error: LongshoreError): LongshoreError {
  const { member, type, status, message, details, cause, stack } = error;
  const place = member === undefined ? undefined : placeOfKey(body.toString('utf8'), member);
  if (place === undefined) {
    return error;
  }
  const { line, column } = place;
  const placed = new LongshoreError(
    type,
    status,
    message.replace(/^\[1:1\]/, `[${line}:${column}]`),
    { cause, details: type === 'parsing_exception' ? { ...details, line, col: column } : details },
  );
  placed.stack = stack ?? '';
  return placed;
}

/** An error about a field of a document says where in its source the value is. */
export function placedInDocument(source: Buffer, error: LongshoreError): LongshoreError {
  const { member, type, status, message, details, cause } = error;
  const place = member === undefined ? undefined : placeOfField(source.toString('utf8'), member);
  return place === undefined
    ? error
    : new LongshoreError(type, status, `[${place.line}:${place.column}] ${message}`, {
        cause,
        details,
      });
}
