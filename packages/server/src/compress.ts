import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const COMPRESSIBLE = /^(?:text\/(?:html|css|javascript)|application\/javascript|image\/svg\+xml)\b/;
/** Files are compressed on the way, once for each browser, which keeps them; a higher level is not worth it. */
const GZIP_LEVEL = 5;

/** Compresses the files of the UI that were not compressed by its build. Answers of the API are left as they are. */
export function compressFiles(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (!(payload instanceof Readable) || !isWanted(request, reply)) {
      return payload;
    }
    reply.header('content-encoding', 'gzip').header('vary', 'accept-encoding');
    reply.removeHeader('content-length');
    const compressed = createGzip({ level: GZIP_LEVEL });
    pipeline(payload, compressed, (error) => {
      if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') {
        request.log.warn({ error }, 'file cannot be sent');
      }
    });
    return compressed;
  });
}

function isWanted(request: FastifyRequest, reply: FastifyReply): boolean {
  return (
    reply.statusCode === 200 &&
    reply.getHeader('content-encoding') === undefined &&
    COMPRESSIBLE.test(String(reply.getHeader('content-type'))) &&
    /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  );
}
