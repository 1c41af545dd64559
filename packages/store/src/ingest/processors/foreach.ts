import { errors } from '@longshore/common/errors';
import type { IngestDocument } from '../ingest-document.ts';
import { type IngestValue, isIngestObject, member, put } from '../ingest-value.ts';
import { javaType } from '../java-text.ts';
import { anything, field, flag, required, withDefault } from '../options.ts';
import type { PipelineRun } from '../pipeline-run.ts';
import { defineProcessor, type Processor } from '../processor-type.ts';
import { readValue } from '../read-field.ts';
import { runProcessor } from '../run-pipeline.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/foreach-processor */
export const foreach = defineProcessor({
  name: 'foreach',
  summary: 'Runs a processor for each item of a list or member of an object.',
  options: {
    field: required(field, 'List or object.'),
    processor: required(
      anything,
      'The processor; the item is `_ingest._value`, the name of a member `_ingest._key`.',
    ),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
  },
  create: ({ field: source, processor: config, ignore_missing: ignoresMissing }, { parse }) => {
    const processor = parse(config);
    return (document, run) => {
      const path = source(document);
      const value = readValue(document, path, ignoresMissing);
      if (value === undefined) {
        return;
      }
      if (Array.isArray(value)) {
        document.set(path, eachItem(value, processor, { document, run }));
      } else if (isIngestObject(value)) {
        document.set(path, eachMember(value, processor, { document, run }));
      } else {
        throw errors.illegalArgument(
          `field [${path.text}] of type [${javaType(value)}] cannot be cast to a list or map`,
        );
      }
    };
  },
});

interface Running {
  readonly document: IngestDocument;
  readonly run: PipelineRun;
}

function eachItem(
  items: readonly IngestValue[],
  processor: Processor,
  running: Running,
): IngestValue[] {
  const changed = [...items];
  for (const [i, item] of items.entries()) {
    if (running.run.isOver) {
      break;
    }
    changed[i] = runOn({ _value: item }, processor, running).value;
  }
  return changed;
}

function eachMember(
  object: Readonly<Record<string, IngestValue>>,
  processor: Processor,
  running: Running,
): IngestValue {
  const changed = {};
  for (const [key, item] of Object.entries(object)) {
    if (running.run.isOver) {
      put(changed, key, item);
      continue;
    }
    const { key: name, value } = runOn({ _value: item, _key: key }, processor, running);
    if (typeof name === 'string') {
      put(changed, name, value);
    }
  }
  return changed;
}

/** Puts the item into `_ingest`, and what was there back afterwards: loops may be nested. */
function runOn(
  about: Readonly<Record<string, IngestValue>>,
  processor: Processor,
  { document, run }: Running,
): { key: IngestValue; value: IngestValue } {
  const { ingest } = document;
  const before = ['_value', '_key'].map((name) => [name, member(ingest, name)] as const);
  Object.assign(ingest, about);
  try {
    run.untraced(() => runProcessor(processor, document, run));
    return { key: member(ingest, '_key') ?? null, value: member(ingest, '_value') ?? null };
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) {
        delete ingest[name];
      } else {
        ingest[name] = value;
      }
    }
  }
}
