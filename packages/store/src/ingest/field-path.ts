import { errors } from '@longshore/common/errors';

/** Where a value of a document is. */
export interface FieldPath {
  /** As it was written. */
  readonly text: string;
  /** `ingest` is what a pipeline knows beside the document. */
  readonly root: 'document' | 'ingest';
  readonly parts: readonly string[];
}

/** Paths of templates differ from document to document, so there may be any number. */
const CACHED_MAX = 10_000;

const cache = new Map<string, FieldPath>();

/** Reads `a.b.0`, `_source.a`, `_ingest.timestamp`. */
export function parsePath(text: string): FieldPath {
  const known = cache.get(text);
  if (known) {
    return known;
  }
  const path = readPath(text);
  if (cache.size >= CACHED_MAX) {
    cache.clear();
  }
  cache.set(text, path);
  return path;
}

function readPath(text: string): FieldPath {
  if (text === '') {
    throw errors.illegalArgument('path cannot be null nor empty');
  }
  const root = text.startsWith('_ingest.') ? 'ingest' : 'document';
  const rest = text.replace(/^(?:_ingest|_source)\./, '');
  const parts = rest.replace(/\.+$/, '').split('.');
  if (parts.length === 1 && parts[0] === '') {
    throw errors.illegalArgument(`path [${text}] is not valid`);
  }
  return { text, root, parts };
}
