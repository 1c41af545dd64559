import type { Endpoint, QueryOf, ReplyOf } from '@longshore/common/endpoint';
import { errors } from '@longshore/common/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What a handler gets beside the query. */
export interface CallContext {
  /** Aborted when the caller is gone. */
  readonly signal: AbortSignal;
}

/**
 * Serves an endpoint. Query and path parameters are checked with the endpoint's own schema (unknown ones are
 * refused, defaults filled in); the reply's type is checked by the compiler and its schema by the tests.
 */
export function serve<E extends Endpoint>(
  app: FastifyInstance,
  { method, path, query }: E,
  handler: (query: QueryOf<E>, context: CallContext) => Promise<ReplyOf<E>>,
): void {
  app.route({
    method,
    url: path,
    schema: { querystring: { ...query, additionalProperties: false } },
    preValidation: async (request) => {
      request.query = mergeParameters(request);
    },
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return handler(request.query as QueryOf<E>, { signal: signalOf(reply) });
    },
  });
}

function mergeParameters({ query, params }: FastifyRequest): Record<string, unknown> {
  const merged = { ...(query as Record<string, unknown>), ...(params as Record<string, unknown>) };
  for (const [name, value] of Object.entries(merged)) {
    if (Array.isArray(value)) {
      throw errors.illegalArgument(`parameter [${name}] is given more than once`);
    }
  }
  return merged;
}

function signalOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) {
      gone.abort();
    }
  });
  return gone.signal;
}
