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

/** A mistake together with others that were found on the way, as `suppressed`. */
export function withSuppressed(
  error: LongshoreError,
  others: readonly LongshoreError[],
): LongshoreError {
  if (others.length === 0) {
    return error;
  }
  return new LongshoreError(error.type, error.status, error.message, {
    ...(error.cause === undefined ? {} : { cause: error.cause }),
    details: { ...error.details, suppressed: others.map(described) },
  });
}

const described = ({ type, message, details, cause }: LongshoreError): object => ({
  type,
  reason: message,
  ...details,
  ...(cause instanceof LongshoreError ? { caused_by: described(cause) } : {}),
});
