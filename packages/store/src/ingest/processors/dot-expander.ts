import { errors } from '@longshore/common/errors';
import { configurationError } from '../configuration-error.ts';
import { parsePath } from '../field-path.ts';
import type { IngestDocument } from '../ingest-document.ts';
import { type IngestObject, isIngestObject, member } from '../ingest-value.ts';
import { flag, optional, required, text, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/dot-expand-processor */
export const dotExpander = defineProcessor({
  name: 'dot_expander',
  summary: 'Makes objects of a field whose name has dots, so that other processors can reach it.',
  options: {
    field: required(text, 'Name with dots; `*` for all members with dots.'),
    path: optional(text, 'Object that holds the field; the document if not given.'),
    override: withDefault(flag, false, 'Replace a value that is there; else both become a list.'),
  },
  create: ({ field, path, override }, { place }) => {
    checkName(field, (reason) => configurationError(reason, place, 'field'));
    return (document) => {
      const prefix = path === undefined ? '' : `${path}.`;
      const holder = path === undefined ? document.ctx : document.find(parsePath(path));
      if (!isIngestObject(holder)) {
        return;
      }
      const names =
        field === '*'
          ? Object.keys(holder).filter((key) => key.slice(1, -1).includes('.'))
          : [field];
      for (const name of names) {
        expand(document, { holder, name, prefix, override });
      }
    };
  },
});

function checkName(field: string, fail: (reason: string) => Error): void {
  if (field === '*') {
    return;
  }
  if (!field.includes('.')) {
    throw fail('field does not contain a dot and is not a wildcard');
  }
  if (field.startsWith('.') || field.endsWith('.')) {
    throw fail("Field can't start or end with a dot");
  }
}

interface Expanding {
  readonly holder: IngestObject;
  readonly name: string;
  readonly prefix: string;
  readonly override: boolean;
}

function expand(document: IngestDocument, { holder, name, prefix, override }: Expanding): void {
  const value = member(holder, name);
  const path = parsePath(prefix + name);
  if (value === undefined) {
    return;
  }
  refuseScalarsOnTheWay(document, path.text);
  delete holder[name];
  if (!document.has(path) || override) {
    document.set(path, value);
  } else {
    document.append(path, Array.isArray(value) ? value : [value]);
  }
}

function refuseScalarsOnTheWay(document: IngestDocument, text: string): void {
  for (let dot = text.indexOf('.'); dot > 0; dot = text.indexOf('.', dot + 1)) {
    const prefix = text.slice(0, dot);
    const found = document.find(parsePath(prefix));
    if (found !== undefined && !isIngestObject(found)) {
      throw errors.illegalArgument(
        `cannot expand [${text}], because [${prefix}] is not an object field, but a value field`,
      );
    }
  }
}
