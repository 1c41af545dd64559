import { parsePath } from './field-path.ts';
import type { IngestDocument } from './ingest-document.ts';
import { compileMustache, type Escape } from './mustache.ts';

/** A text with `{{places}}` that are filled in from a document. */
export type Template = (document: IngestDocument) => string;

/** Compiles a mustache text; throws for one that cannot be read. One without places costs nothing later. */
export function compileTemplate(text: string, escaping: Escape = 'json'): Template {
  const fill = compileMustache(text, escaping);
  return (document) =>
    fill((name) => (name === '_ingest' ? document.ingest : document.find(parsePath(name))));
}
