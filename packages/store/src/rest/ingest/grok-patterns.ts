import { errors } from '@longshore/common/errors';
import { patternBank } from '../../ingest/grok/pattern-banks.ts';
import { ok, type RestRoute } from '../route.ts';

/** `GET /_ingest/processor/grok`: the patterns that are shipped. */
export const grokPatterns: RestRoute = {
  methods: ['GET'],
  paths: ['/_ingest/processor/grok'],
  parameters: ['s', 'ecs_compatibility'],
  handle: async ({ parameters }) => {
    const mode = parameters.text('ecs_compatibility') ?? 'disabled';
    if (mode !== 'disabled' && mode !== 'v1') {
      throw errors.illegalArgument(`unsupported ECS compatibility mode [${mode}]`);
    }
    const patterns = [...patternBank(mode)];
    const isSorted = parameters.boolean('s', false);
    const listed = isSorted ? patterns.sort(([a], [b]) => (a < b ? -1 : 1)) : patterns;
    return ok({ patterns: Object.fromEntries(listed) });
  },
};
