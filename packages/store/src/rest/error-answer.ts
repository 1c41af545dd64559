import { LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { Logger } from 'pino';
import { EngineAborted, EngineTimeout } from '../engine/engine.ts';
import type { RestAnswer } from './route.ts';

/** An error as it stands in an answer and in the items of a bulk answer. */
export function errorObject(error: LongshoreError): JsonObject {
  const object = {
    type: error.type,
    reason: error.message,
    ...error.details,
    ...(error.cause instanceof LongshoreError ? { caused_by: errorObject(error.cause) } : {}),
  };
  return object as JsonObject;
}

/** Every exception as one of ours. What is not on purpose is our bug, and is logged with its stack. */
export function toLongshoreError(error: unknown, log: Logger): LongshoreError {
  if (error instanceof LongshoreError) {
    if (error.cause instanceof Error && !(error.cause instanceof LongshoreError)) {
      log.warn({ error: error.cause, 'error.type': error.type }, 'request failed');
    }
    return error;
  }
  if (error instanceof EngineTimeout) {
    return new LongshoreError('timeout_exception', 503, error.message);
  }
  if (error instanceof EngineAborted) {
    log.debug('a client went away before it got its answer');
    return new LongshoreError('task_cancelled_exception', 400, error.message);
  }
  log.error({ error }, 'request failed unexpectedly');
  return new LongshoreError('exception', 500, 'internal error; see the log of the store');
}

/** The answer of a request that failed, in Elasticsearch's shape. */
export function errorAnswer(error: LongshoreError, withTrace: boolean): RestAnswer {
  const { root_cause: rootCause, ...object } = errorObject(error);
  const { root_cause: _rootCause, caused_by: _causedBy, ...cause } = errorObject(rootOf(error));
  const trace = withTrace ? { stack_trace: error.stack ?? '' } : {};
  return {
    status: error.status,
    body: {
      error: { root_cause: rootCause ?? [{ ...cause, ...trace }], ...object, ...trace },
      status: error.status,
    },
  };
}

/** Errors of Java, which in Elasticsearch are never the root of one of its own. */
const JAVA_ERRORS: ReadonlySet<string> = new Set([
  'illegal_argument_exception',
  'illegal_state_exception',
  'json_parse_exception',
  'number_format_exception',
  'x_content_parse_exception',
]);

/** The innermost cause that is an error of Elasticsearch. */
function rootOf(error: LongshoreError): LongshoreError {
  const { cause } = error;
  return cause instanceof LongshoreError && !JAVA_ERRORS.has(cause.type) ? rootOf(cause) : error;
}

/** Some errors of Elasticsearch are a plain text. */
export function textErrorAnswer(status: number, text: string): RestAnswer {
  return { status, body: { error: text, status } };
}
