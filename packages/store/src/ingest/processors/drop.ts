import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/drop-processor */
export const drop = defineProcessor({
  name: 'drop',
  summary: 'Leaves the document out: it is not written, and that is no error.',
  options: {},
  create: () => (_document, run) => {
    run.isDropped = true;
  },
});
