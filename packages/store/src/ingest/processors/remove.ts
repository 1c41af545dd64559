import { errors } from '@longshore/common/errors';
import { configurationError } from '../configuration-error.ts';
import { type IngestDocument, isMetadata } from '../ingest-document.ts';
import { type IngestObject, isIngestObject } from '../ingest-value.ts';
import { fields, flag, optional, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/remove-processor */
export const remove = defineProcessor({
  name: 'remove',
  summary: 'Removes fields, or all but some.',
  options: {
    field: optional(fields, 'Fields to remove. Or `keep`.'),
    keep: optional(fields, 'Fields to keep; all others are removed.'),
    ignore_missing: withDefault(flag, false, 'Do nothing for fields that are missing.'),
  },
  create: ({ field, keep, ignore_missing: ignoresMissing }, { place }) => {
    if ((field === undefined) === (keep === undefined)) {
      const reason =
        field === undefined
          ? 'or [field] must be specified'
          : 'and [field] cannot both be used in the same processor';
      throw configurationError(reason, place, 'keep');
    }
    if (keep) {
      return (document) => keepOnly(document, new Set(keep.map((of) => of(document).text)));
    }
    return (document) => {
      for (const of of field ?? []) {
        const path = of(document);
        refuseNeeded(document, path.text);
        if (!ignoresMissing || document.has(path)) {
          document.remove(path);
        }
      }
    };
  },
});

/** What a write cannot do without. */
function refuseNeeded({ ctx }: IngestDocument, name: string): void {
  if (name === '_index' || name === '_version' || name === '_version_type') {
    throw errors.illegalArgument(`cannot remove metadata field [${name}]`);
  }
  const isExternal = String(ctx._version_type ?? 'internal') !== 'internal';
  if (name === '_id' && isExternal) {
    throw errors.illegalArgument(
      `cannot remove metadata field [_id] when specifying external version for the document, version: [${String(ctx._version)}], version_type: [${String(ctx._version_type)}]`,
    );
  }
}

function keepOnly(document: IngestDocument, kept: ReadonlySet<string>): void {
  const prefixes = new Set([...kept].flatMap((path) => prefixesOf(path)));
  prune(document.ctx, '', { kept, prefixes });
}

function prefixesOf(path: string): readonly string[] {
  const parts = path.split('.');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.'));
}

interface Kept {
  readonly kept: ReadonlySet<string>;
  /** Objects that hold something to keep. */
  readonly prefixes: ReadonlySet<string>;
}

function prune(object: IngestObject, prefix: string, keep: Kept): void {
  for (const [key, value] of Object.entries(object)) {
    const path = prefix + key;
    if (keep.kept.has(path) || (prefix === '' && isMetadata(key))) {
      continue;
    }
    if (keep.prefixes.has(path) && isIngestObject(value)) {
      prune(value, `${path}.`, keep);
    } else {
      delete object[key];
    }
  }
}
