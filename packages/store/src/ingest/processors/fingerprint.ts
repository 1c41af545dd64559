import { createHash } from 'node:crypto';
import { errors } from '@longshore/common/errors';
import { ExactNumber } from '../../index/exact-json.ts';
import { configurationError } from '../configuration-error.ts';
import { type IngestValue, isIngestObject, NESTING_MAX } from '../ingest-value.ts';
import { murmurHash3 } from '../murmur-hash3.ts';
import { field, fields, flag, oneOf, required, text, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

const METHODS = ['MD5', 'SHA-1', 'SHA-256', 'SHA-512', 'MurmurHash3'] as const;

const unsupported = (method: string) =>
  `[${method}] must be one of the supported hash methods [${METHODS.join(', ')}]`;

/** https://www.elastic.co/docs/reference/enrich-processor/fingerprint-processor */
export const fingerprint = defineProcessor({
  name: 'fingerprint',
  summary: 'Writes a hash of fields, for finding documents that are the same.',
  options: {
    fields: required(fields, 'Fields that count; their order in the list does not.'),
    target_field: withDefault(field, 'fingerprint', 'Where the hash goes, in base 64.'),
    salt: withDefault(text, '', 'Text that is hashed, too.'),
    method: withDefault(oneOf(METHODS, unsupported), 'SHA-1', 'Hash function.'),
    ignore_missing: withDefault(
      flag,
      false,
      'Leave missing fields out; when all are missing, do nothing.',
    ),
  },
  create: (options, { place }) => {
    if (options.fields.length === 0) {
      throw configurationError('must specify at least one field', place, 'fields');
    }
    return (document) => {
      const paths = options.fields
        .map((of) => of(document))
        .sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
      const missing = paths.find((path) => !document.has(path));
      if (missing && !options.ignore_missing) {
        throw errors.illegalArgument(
          `missing field [${missing.text}] when calculating fingerprint`,
        );
      }
      const found = paths.filter((path) => document.has(path));
      if (found.length === 0) {
        return;
      }
      const parts: Buffer[] = [Buffer.from(options.salt)];
      for (const path of found) {
        parts.push(Buffer.from(path.text), NUL);
        feed(parts, document.get(path), 0);
      }
      document.set(options.target_field(document), hash(options.method, Buffer.concat(parts)));
    };
  },
});

const NUL = Buffer.of(0);

/** Bytes that are the same exactly if values are; each begins with its kind. */
function feed(parts: Buffer[], value: IngestValue, depth: number): void {
  if (depth > NESTING_MAX) {
    throw errors.illegalArgument(`a value is nested deeper than ${NESTING_MAX} levels`);
  }
  if (Array.isArray(value)) {
    parts.push(Buffer.from(`[${value.length}`), NUL);
    for (const item of value) {
      feed(parts, item, depth + 1);
    }
  } else if (isIngestObject(value)) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    parts.push(Buffer.from(`{${members.length}`), NUL);
    for (const [key, one] of members) {
      parts.push(Buffer.from(key), NUL);
      feed(parts, one, depth + 1);
    }
  } else {
    const scalar = value instanceof ExactNumber ? value.text : String(value);
    parts.push(Buffer.from(`${value === null ? 'null' : typeof value} ${scalar}`), NUL);
  }
}

function hash(method: (typeof METHODS)[number], bytes: Buffer): string {
  if (method === 'MurmurHash3') {
    return murmurHash3(bytes).toString('base64');
  }
  return createHash(method.replace('-', '').toLowerCase()).update(bytes).digest('base64');
}
