import type { IngestDocument } from './ingest-document.ts';
import { clone, type IngestValue, isIngestObject, put } from './ingest-value.ts';
import type { Escape } from './mustache.ts';
import { compileTemplate } from './template.ts';

/** What templates of values may be escaped for. */
export const MEDIA_TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
] as const;

type MediaType = (typeof MEDIA_TYPES)[number];

const ESCAPES: Readonly<Record<MediaType, Escape>> = {
  'application/json': 'json',
  'text/plain': 'none',
  'application/x-www-form-urlencoded': 'url',
};

/** A value of a pipeline whose texts may be templates, at any depth; each call gives a new one. */
export function compileValue(
  value: IngestValue,
  mediaType: MediaType = 'application/json',
): (document: IngestDocument) => IngestValue {
  if (typeof value === 'string') {
    return compileTemplate(value, ESCAPES[mediaType]);
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => compileValue(item, mediaType));
    return (document) => items.map((item) => item(document));
  }
  if (isIngestObject(value)) {
    const members = Object.entries(value).map(
      ([key, one]) => [compileValue(key, mediaType), compileValue(one, mediaType)] as const,
    );
    return (document) => {
      const object = {};
      for (const [key, one] of members) {
        put(object, String(key(document)), one(document));
      }
      return object;
    };
  }
  return () => clone(value);
}
