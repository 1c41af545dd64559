import { errors, LongshoreError } from '@longshore/common/errors';
import { type IngestObject, isIngestObject, parseIngestBytes } from '../../ingest/ingest-value.ts';

/** The body of an ingest API: an object, numbers spelled as they came, without members that nobody knows. */
export function readIngestBody(body: Buffer, known?: readonly string[]): IngestObject {
  if (body.length === 0) {
    throw new LongshoreError('parse_exception', 400, 'request body is required');
  }
  const json = parseIngestBytes(body);
  if (!isIngestObject(json)) {
    throw errors.parsing('the request body must be an object');
  }
  const unknown = known && Object.keys(json).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw errors.illegalArgument(`unknown key [${unknown}] in the request body`);
  }
  return json;
}
