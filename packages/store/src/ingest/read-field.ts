import { errors } from '@longshore/common/errors';
import type { FieldPath } from './field-path.ts';
import type { IngestDocument } from './ingest-document.ts';
import { type IngestValue, isNumeric } from './ingest-value.ts';
import { javaText, javaType } from './java-text.ts';

/** A value that is there and not null; `undefined` instead of an error when a missing one is to be ignored. */
export function readValue(
  document: IngestDocument,
  path: FieldPath,
  ignoresMissing: boolean,
): Exclude<IngestValue, null> | undefined {
  const value = ignoresMissing ? (document.find(path) ?? null) : document.get(path);
  if (value !== null) {
    return value;
  }
  if (ignoresMissing) {
    return undefined;
  }
  throw errors.illegalArgument(`field [${path.text}] is null, cannot process it.`);
}

/** The same for a text; another type is an error in Elasticsearch's words. */
export function readText(
  document: IngestDocument,
  path: FieldPath,
  ignoresMissing: boolean,
): string | undefined {
  const value = readValue(document, path, ignoresMissing);
  if (value !== undefined && typeof value !== 'string') {
    throw castError(path, value, 'java.lang.String');
  }
  return value;
}

/** The same for a text or a number, as a text. */
export function readTextOrNumber(
  document: IngestDocument,
  path: FieldPath,
  ignoresMissing: boolean,
): string | undefined {
  const value = readValue(document, path, ignoresMissing);
  return isNumeric(value) ? javaText(value) : readText(document, path, ignoresMissing);
}

/** A field of another type than a processor can take. */
export const castError = ({ text }: FieldPath, value: IngestValue, wanted: string) =>
  errors.illegalArgument(
    `field [${text}] of type [${javaType(value)}] cannot be cast to [${wanted}]`,
  );
