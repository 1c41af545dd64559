import { field, optional, required, texts } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/ingest-node-set-security-user-processor */
export const setSecurityUser = defineProcessor({
  name: 'set_security_user',
  summary: 'Does nothing: there are no users yet.',
  options: {
    field: required(field, 'Where the user would go.'),
    properties: optional(texts, 'What would be told of the user.'),
  },
  create: () => () => undefined,
});
