import { type IngestObject, put } from '../ingest-value.ts';
import { anything, object, optional, text, withDefault } from '../options.ts';
import { prepareScript } from '../prepare-script.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/script-processor */
export const script = defineProcessor({
  name: 'script',
  summary: 'Runs a script over the document, which is `ctx`.',
  options: {
    lang: withDefault(text, 'painless', 'Language of the script.'),
    source: optional(text, 'The script. Or `id`.'),
    id: optional(text, 'Id of a stored script.'),
    params: optional(object, 'What the script finds as `params`.'),
    options: optional(anything, 'Taken, and changes nothing.'),
  },
  create: ({ lang, source, id, params }, { place, services }) => {
    const config: IngestObject = {};
    for (const [key, value] of Object.entries({ lang, source, id, params })) {
      if (value !== undefined) {
        put(config, key, value);
      }
    }
    const prepared = prepareScript(config, place, services);
    return (document) => {
      prepared.run(document);
    };
  },
});
