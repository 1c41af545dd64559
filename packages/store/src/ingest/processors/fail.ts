import { LongshoreError } from '@longshore/common/errors';
import { required, template } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/fail-processor */
export const fail = defineProcessor({
  name: 'fail',
  summary: 'Fails with a message.',
  options: { message: required(template, 'The message.') },
  create: ({ message }) => {
    return (document) => {
      throw new LongshoreError('fail_processor_exception', 500, message(document));
    };
  },
});
