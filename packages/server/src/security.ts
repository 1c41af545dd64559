import { errors } from '@longshore/common/errors';
import { checkRequest } from '@longshore/common/http-guard';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Styles may be inline, since the UI's component library writes them; scripts never are. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Refuses what a foreign web page makes a browser send, for every route, before anything else is done; a link on
 * another site may open a page, but nothing below `/api/`. Puts the security headers on every answer.
 */
export function security(app: FastifyInstance): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(HEADERS);
    const reason = checkRequest({
      method: request.method,
      host: request.headers.host,
      origin: request.headers.origin,
      secFetchSite: header(request, 'sec-fetch-site'),
      secFetchMode: header(request, 'sec-fetch-mode'),
      secFetchDest: header(request, 'sec-fetch-dest'),
      allowNavigation: !request.url.startsWith('/api/'),
    });
    if (reason !== undefined) {
      throw errors.forbidden(reason);
    }
  });
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}
