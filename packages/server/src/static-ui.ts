import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const NOT_BUILT =
  'The UI is not built. Run `npm run build` in the folder of Longshore and load this page again.\n';

/**
 * Serves the built UI: files with a hash in their name may be kept for ever, `index.html` never. A path without a
 * file is a page of the UI; a path below `/api/` or `/assets/` is not, and is answered with 404.
 */
export async function staticUi(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    preCompressed: true,
    wildcard: true,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        path.startsWith(join(folder, 'assets'))
          ? 'public, max-age=31536000, immutable'
          : 'no-cache',
      );
    },
  });
  app.get('/', (_request, reply) => sendIndex(reply, folder));
  app.setNotFoundHandler((request, reply) =>
    isPage(request) ? sendIndex(reply, folder) : sendNotFound(request, reply),
  );
}

function sendIndex(reply: FastifyReply, folder: string): FastifyReply {
  if (!existsSync(join(folder, 'index.html'))) {
    return reply.status(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  }
  return reply.sendFile('index.html', folder);
}

function isPage({ method, url }: FastifyRequest): boolean {
  return method === 'GET' && !/^\/(?:api|assets)(?:\/|$|\?)/.test(url);
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const reason = `no handler found for uri [${request.url}] and method [${request.method}]`;
  return reply
    .status(404)
    .send({ error: { type: 'resource_not_found_exception', reason }, status: 404 });
}
