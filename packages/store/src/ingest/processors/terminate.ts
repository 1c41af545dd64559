import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/terminate-processor */
export const terminate = defineProcessor({
  name: 'terminate',
  summary: 'Passes over the rest of the pipeline; the document is written.',
  options: {},
  create: () => (_document, run) => {
    run.isTerminated = true;
  },
});
