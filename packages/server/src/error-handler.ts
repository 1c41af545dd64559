import { LongshoreError } from '@longshore/common/errors';
import type { FastifyError, FastifyInstance } from 'fastify';

/** The one place where an exception becomes a response, in Elasticsearch's shape. */
export function errorHandler(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toKnown(error);
    if (known === undefined) {
      request.log.error({ error }, 'request failed unexpectedly');
    }
    const { type, message, status } = known ?? {
      type: 'exception',
      message: 'internal error; see the log of the server',
      status: 500,
    };
    const cause = { type, reason: message };
    return reply.status(status).send({ error: { root_cause: [cause], ...cause }, status });
  });
}

function toKnown(error: FastifyError): LongshoreError | undefined {
  if (error instanceof LongshoreError) {
    return error;
  }
  const status = error.statusCode ?? 500;
  return status < 500
    ? new LongshoreError('illegal_argument_exception', status, error.message)
    : undefined;
}
