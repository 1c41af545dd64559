import { LongshoreError } from '@longshore/common/errors';

/** Which processor of a pipeline a mistake is in. */
export interface Place {
  readonly type?: string | undefined;
  readonly tag?: string | undefined;
}

/** A mistake in the configuration of a pipeline, with the words and members that Elasticsearch gives it. */
export function configurationError(
  reason: string,
  { type, tag }: Place,
  property?: string,
): LongshoreError {
  const text = property === undefined ? reason : `[${property}] ${reason}`;
  return new LongshoreError('parse_exception', 400, text, {
    details: {
      ...(type === undefined ? {} : { processor_type: type }),
      ...(tag === undefined ? {} : { processor_tag: tag }),
      ...(property === undefined ? {} : { property_name: property }),
    },
  });
}

/** A document that cannot go on because of how pipelines are put together. */
export const illegalState = (reason: string): LongshoreError =>
  new LongshoreError('illegal_state_exception', 500, reason);
