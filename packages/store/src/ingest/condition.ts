import { errors } from '@longshore/common/errors';
import type { Place } from './configuration-error.ts';
import type { IngestValue } from './ingest-value.ts';
import { prepareScript } from './prepare-script.ts';
import type { Condition, IngestServices } from './processor-type.ts';

/** Reads the `if` of a processor. */
export function parseCondition(
  config: IngestValue,
  { tag }: Place,
  services: IngestServices,
): Condition {
  const script = prepareScript(config, { type: 'conditional', tag }, services);
  return {
    source: script.source,
    test: (document) => {
      const result = script.run(document);
      if (typeof result !== 'boolean') {
        throw errors.illegalArgument(
          `the condition [${script.source}] must give true or false, but gave a [${result === null ? 'null' : typeof result}]`,
        );
      }
      return result;
    },
  };
}
