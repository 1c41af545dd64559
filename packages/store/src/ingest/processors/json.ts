import { errors, LongshoreError } from '@longshore/common/errors';
import { duplicateIn } from '../../index/json-place.ts';
import { configurationError } from '../configuration-error.ts';
import { firstJson } from '../first-json.ts';
import {
  type IngestObject,
  type IngestValue,
  isIngestObject,
  member,
  parseIngest,
  put,
} from '../ingest-value.ts';
import { field, flag, oneOf, optional, required, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

const unsupported = (strategy: string) =>
  `conflict strategy [${strategy}] not supported, cannot convert field.`;

/** https://www.elastic.co/docs/reference/enrich-processor/json-processor */
export const json = defineProcessor({
  name: 'json',
  summary: 'Reads a text as JSON.',
  options: {
    field: required(field, 'Text to read.'),
    target_field: optional(field, 'Where the value goes; the field itself if not given.'),
    add_to_root: withDefault(flag, false, 'Put the members of the object into the document.'),
    add_to_root_conflict_strategy: optional(
      oneOf(['replace', 'merge'], unsupported),
      'With `add_to_root`, what becomes of members that are there already; `merge` joins objects.',
    ),
    allow_duplicate_keys: withDefault(
      flag,
      false,
      'Of keys that come twice, take the last one; without, such a text is an error.',
    ),
    strict_json_parsing: withDefault(flag, true, 'Refuse whatever stands behind the JSON value.'),
  },
  create: (options, { place }) => {
    const { field: source, target_field: target, add_to_root: isRoot } = options;
    const strategy = options.add_to_root_conflict_strategy;
    if (isRoot && target) {
      throw configurationError(
        'Cannot set a target field while also setting `add_to_root` to true',
        place,
        'target_field',
      );
    }
    if (strategy !== undefined && !isRoot) {
      throw configurationError(
        'Cannot set `add_to_root_conflict_strategy` if `add_to_root` is false',
        place,
        'add_to_root_conflict_strategy',
      );
    }
    return (document) => {
      const path = source(document);
      const value = parseValue(document.get(path), options);
      if (!isRoot) {
        document.set(target?.(document) ?? path, value);
      } else if (!isIngestObject(value)) {
        throw errors.illegalArgument('cannot add non-map fields to root of document');
      } else if (strategy === 'merge') {
        mergeInto(document.ctx, value);
      } else {
        for (const [key, one] of Object.entries(value)) {
          put(document.ctx, key, one);
        }
      }
    };
  },
});

interface Reading {
  readonly strict_json_parsing: boolean;
  readonly allow_duplicate_keys: boolean;
}

/** What is no text is taken for the JSON that it would be written as. */
function parseValue(value: IngestValue, reading: Reading): IngestValue {
  if (typeof value !== 'string') {
    if (isIngestObject(value) || Array.isArray(value)) {
      throw errors.illegalArgument('only texts can be read as JSON, not objects or lists');
    }
    return value;
  }
  if (value.trim() === '') {
    return null;
  }
  try {
    const text = reading.strict_json_parsing ? value : firstJson(value);
    const parsed = parseIngest(text);
    const twice = reading.allow_duplicate_keys ? undefined : duplicateIn(text)?.key;
    if (twice !== undefined) {
      throw errors.illegalArgument(`Duplicate field '${twice}'`);
    }
    return parsed;
  } catch (error) {
    if (error instanceof LongshoreError) {
      throw errors.illegalArgument(`the text is not JSON: ${error.message}`);
    }
    throw error;
  }
}

function mergeInto(into: IngestObject, from: IngestObject): void {
  for (const [key, value] of Object.entries(from)) {
    const known = member(into, key);
    if (isIngestObject(known) && isIngestObject(value)) {
      mergeInto(known, value);
    } else {
      put(into, key, value);
    }
  }
}
