import type { IncomingMessage } from 'node:http';
import { errors, LongshoreError } from '@longshore/common/errors';
import { checkRequest } from '@longshore/common/http-guard';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { BodyReader } from './body.ts';
import { answerBrokenRequest, CONNECTION_LIMITS, CONNECTIONS_MAX } from './connection-limits.ts';
import { errorAnswer, textErrorAnswer, toLongshoreError } from './error-answer.ts';
import {
  type AnswerFormat,
  answerFormat,
  bodyFormat,
  jsonOf,
  unsupportedType,
} from './formats/formats.ts';
import { isReserved, noHandlerAnswer } from './no-handler.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { placedIn } from './place-error.ts';
import type { Method, RestAnswer, RestRequest, RestRoute, Store } from './route.ts';
import { ROUTES } from './routes.ts';
import { sendAnswer } from './send.ts';
import { SlashlessRequests } from './slashless-requests.ts';

/** Index lists in paths are long. */
const PATH_PART_CHARS_MAX = 8192;
/** What a client shall wait for before it comes again; most limits are free much sooner. */
const RETRY_AFTER_S = 1;
const NO_BODY = Buffer.alloc(0);

/** The REST API as a Fastify app, not yet listening. */
export function buildApp(store: Store, routes: readonly RestRoute[] = ROUTES): FastifyInstance {
  const bodies = new BodyReader(store.node.contentLengthMax);
  const slashless = new SlashlessRequests(() => app.server);
  const app = fastify({
    logger: false,
    ...CONNECTION_LIMITS,
    clientErrorHandler: (error, socket) => {
      if (!slashless.serve(error, socket)) {
        answerBrokenRequest(error, socket);
      }
    },
    bodyLimit: Number.MAX_SAFE_INTEGER, // `BodyReader` has the limit: it counts after decompression.
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: PATH_PART_CHARS_MAX, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) =>
      void answerError(errors.illegalArgument(error.message), { request, reply, store }),
  });
  app.server.maxConnections = CONNECTIONS_MAX;
  slashless.watch();
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request: FastifyRequest, payload: IncomingMessage) =>
    bodies.read(payload),
  );
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-elastic-product', 'Elasticsearch');
    const opaqueId = request.headers['x-opaque-id'];
    if (opaqueId !== undefined) {
      reply.header('x-opaque-id', opaqueId);
    }
    guard(request);
  });
  app.addHook('onResponse', async (request) => {
    if (Buffer.isBuffer(request.body)) {
      bodies.release(request.body);
    }
  });
  app.setErrorHandler((error, request, reply) => answerError(error, { request, reply, store }));
  app.setNotFoundHandler((request, reply) =>
    sendAnswer(reply, noHandlerAnswer(routes, request), formOf(request)),
  );
  for (const route of routes) {
    for (const url of route.paths) {
      app.route({
        method: [...route.methods],
        url,
        handler: (request, reply) => handle(route, routes, { request, reply, store }),
      });
    }
  }
  return app;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly store: Store;
}

/** The port has no authentication: web pages must not get at it. */
function guard(request: FastifyRequest): void {
  const header = (name: string): string | undefined => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const refusal = checkRequest({
    method: request.method,
    host: header('host'),
    origin: header('origin'),
    secFetchSite: header('sec-fetch-site'),
    secFetchMode: header('sec-fetch-mode'),
    secFetchDest: header('sec-fetch-dest'),
  });
  if (refusal !== undefined) {
    throw errors.forbidden(refusal);
  }
}

async function handle(
  route: RestRoute,
  routes: readonly RestRoute[],
  { request, reply, store }: Exchange,
): Promise<FastifyReply> {
  const parts = request.params as Readonly<Record<string, string | undefined>>;
  const index = parts.index;
  if (index !== undefined && isReserved(index)) {
    return sendAnswer(reply, noHandlerAnswer(routes, request), formOf(request));
  }
  const { calls } = store.usage;
  const [api = ''] = route.paths;
  calls.set(api, 1 + (calls.get(api) ?? 0));
  const [path = '/', query = ''] = splitUrl(request.url);
  const { format } = queryOf(request);
  const accepted =
    ownFormat(route, format, request.headers.accept) ??
    answerFormat(format, request.headers.accept);
  const parameters = readParameters(path, query, route.parameters, accepted);
  let signal: AbortSignal | undefined;
  const answer = await route.handle(
    {
      method: request.method as Method,
      url: request.url,
      part: (name) => parts[name],
      parameters,
      body: bodyOf(request, parameters, route),
      get signal() {
        signal ??= goneSignal(reply);
        return signal;
      },
    } satisfies RestRequest,
    store,
  );
  return sendAnswer(reply, answer, formOf(request, parameters));
}

/** A format that only some APIs have, by its name or by its media type. */
function ownFormat(
  { formats = [] }: RestRoute,
  format: string | undefined,
  accept: string | undefined,
): string | undefined {
  const type = accept?.split(';')[0]?.trim().toLowerCase() ?? '';
  return formats.find((one) =>
    format === undefined ? OWN_TYPES[one] === type : one === format.toLowerCase(),
  );
}

const OWN_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
};

function splitUrl(url: string): readonly string[] {
  const at = url.indexOf('?');
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
}

/** The body as JSON, or what stands for it in the query string. */
function bodyOf(request: FastifyRequest, parameters: Parameters, route: RestRoute): Buffer {
  const body = Buffer.isBuffer(request.body) ? request.body : NO_BODY;
  if (body.length > 0) {
    return asJson(body, request.headers['content-type'], route);
  }
  const source = parameters.text('source');
  if (source === undefined) {
    return body;
  }
  const type = parameters.text('source_content_type');
  if (type === undefined) {
    throw errors.illegalArgument('source and source_content_type parameters are required');
  }
  return asJson(Buffer.from(source), type, route);
}

/** Lines of JSON are only there in JSON. */
function asJson(body: Buffer, contentType: string | undefined, route: RestRoute): Buffer {
  const format = bodyFormat(contentType);
  if (format !== 'json' && route.takesLines === true) {
    throw unsupportedType('Content-Type', contentType);
  }
  return jsonOf(body, format);
}

/** Aborted when the client has gone before it got its answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) {
      controller.abort();
    }
  });
  return controller.signal;
}

function formOf(request: FastifyRequest, parameters?: Parameters) {
  const query = queryOf(request);
  const pretty = parameters?.text('pretty') ?? query.pretty;
  return {
    isHead: request.method === 'HEAD',
    filterPath: parameters?.text('filter_path') ?? query.filter_path,
    isPretty: pretty !== undefined && pretty !== 'false',
    format: knownFormat(query.format, request.headers.accept),
    acceptsGzip: /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')),
  };
}

/** The error that says that a format is not known is answered in JSON. */
function knownFormat(format: string | undefined, accept: string | undefined): AnswerFormat {
  try {
    return answerFormat(format, accept) ?? 'json';
  } catch {
    return 'json';
  }
}

/**
 * As the server library reads it, and of a parameter that is given twice the last value. Of a path that it could not
 * decode the library reads nothing.
 */
function queryOf(request: FastifyRequest): Readonly<Record<string, string | undefined>> {
  const query = request.query as Readonly<Record<string, string | readonly string[]>> | null;
  const entries = Object.entries(query ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : value.at(-1)]),
  );
}

/** The one place where an exception becomes a response. */
function answerError(error: unknown, { request, reply, store }: Exchange): Promise<FastifyReply> {
  const body = Buffer.isBuffer(request.body) ? request.body : NO_BODY;
  const known = placedIn(body, toLongshoreError(translate(error), store.log));
  if (known.status === 413) {
    reply.header('connection', 'close');
  }
  if (known.status === 429 || known.status === 503) {
    reply.header('retry-after', RETRY_AFTER_S);
  }
  return sendAnswer(reply, toAnswer(known, request), formOf(request));
}

function toAnswer(error: LongshoreError, request: FastifyRequest): RestAnswer {
  if (error.type === 'media_type_header_exception') {
    return textErrorAnswer(error.status, error.message);
  }
  const query = queryOf(request);
  return errorAnswer(error, query.error_trace !== undefined && query.error_trace !== 'false');
}

/** Errors of the server library are the caller's when they have a status below 500. */
function translate(error: unknown): unknown {
  const isTheirs =
    error instanceof Error &&
    !(error instanceof LongshoreError) &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode < 500;
  return isTheirs ? errors.illegalArgument(error.message) : error;
}
