import { errors } from '@longshore/common/errors';
import { configurationError } from '../configuration-error.ts';
import { parsePath } from '../field-path.ts';
import type { IngestDocument } from '../ingest-document.ts';
import { optional, template, textOrTexts } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { compileTemplate, type Template } from '../template.ts';

const NAME_CHARS_MAX = 100;
const INDEX = parsePath('_index');
const PARTS = ['type', 'dataset', 'namespace'] as const;

/** https://www.elastic.co/docs/reference/enrich-processor/reroute-processor */
export const reroute = defineProcessor({
  name: 'reroute',
  summary: 'Sends a document to another data stream, whose pipelines are next.',
  options: {
    destination: optional(template, 'Name of an index or data stream. Or the three below.'),
    type: optional(
      textOrTexts,
      'Types; the first that is not empty counts, `{{data_stream.type}}` if not given.',
    ),
    dataset: optional(
      textOrTexts,
      'Datasets; the first that is not empty counts, `{{data_stream.dataset}}` if not given.',
    ),
    namespace: optional(
      textOrTexts,
      'Namespaces; the first that is not empty counts, `{{data_stream.namespace}}` if not given.',
    ),
  },
  create: ({ destination, type, dataset, namespace }, { place }) => {
    if (destination && (type || dataset || namespace)) {
      throw configurationError(
        'can only be set if type, dataset, and namespace are not set',
        place,
        'destination',
      );
    }
    const choices = {
      type: compileAll(type ?? ['{{{data_stream.type}}}']),
      dataset: compileAll(dataset ?? ['{{{data_stream.dataset}}}']),
      namespace: compileAll(namespace ?? ['{{{data_stream.namespace}}}']),
    };
    return (document, run) => {
      const target = destination ? destination(document) : streamOf(document, choices);
      document.set(INDEX, target);
      run.isRerouted = true;
    };
  },
});

interface Choices {
  readonly type: readonly Template[];
  readonly dataset: readonly Template[];
  readonly namespace: readonly Template[];
}

const compileAll = (texts: readonly string[]) => texts.map((text) => compileTemplate(text, 'none'));

/** `type-dataset-namespace`; a document of another kind of index has no parts to keep. */
function streamOf(document: IngestDocument, choices: Choices): string {
  const index = String(document.get(INDEX));
  const match = /^(?:\.ds-)?([^-]+)-([^-]+)-(.+)$/.exec(index);
  if (!match) {
    throw errors.illegalArgument(
      `invalid data stream name: [${index}]; must follow naming scheme <type>-<dataset>-<namespace>`,
    );
  }
  const [, oldType = '', oldDataset = '', oldNamespace = ''] = match;
  const type = first(document, choices.type, /[\\/*?"<>| ,#:-]/g) ?? oldType;
  const dataset = first(document, choices.dataset, /[\\/*?"<>| ,#:-]/g) ?? oldDataset;
  const namespace = first(document, choices.namespace, /[\\/*?"<>| ,#:]/g) ?? oldNamespace;
  const parts = { type, dataset, namespace };
  for (const part of PARTS) {
    setPart(document, part, parts[part]);
  }
  return `${type}-${dataset}-${namespace}`;
}

function setPart(document: IngestDocument, part: string, value: string): void {
  document.set(parsePath(`data_stream.${part}`), value);
  if (part === 'dataset' && document.has(parsePath('event.dataset'))) {
    document.set(parsePath('event.dataset'), value);
  }
}

function first(
  document: IngestDocument,
  choices: readonly Template[],
  illegal: RegExp,
): string | undefined {
  for (const choice of choices) {
    const value = choice(document).toLowerCase().replace(illegal, '_').slice(0, NAME_CHARS_MAX);
    if (value !== '') {
      return value;
    }
  }
  return undefined;
}
