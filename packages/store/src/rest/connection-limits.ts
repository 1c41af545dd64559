import type { Socket } from 'node:net';

/** Request line and headers together, in bytes; longer lists of indices go into bodies. */
const HEADER_BYTES_MAX = 32 * 1024;
/** A request that is not whole after this holds its memory for too long. */
const REQUEST_MS_MAX = 120_000;
const HEADER_MS_MAX = 30_000;
/** Each costs a file handle and some kilobytes. */
export const CONNECTIONS_MAX = 4_096;

/** What the server holds connections to; beyond it they are answered by `answerBrokenRequest`. */
export const CONNECTION_LIMITS = {
  requestTimeout: REQUEST_MS_MAX,
  http: { maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: HEADER_MS_MAX },
} as const;

const ANSWERS: Readonly<Record<string, readonly [number, string, string, string]>> = {
  HPE_HEADER_OVERFLOW: [
    ...([400, 'Bad Request', 'too_long_http_header_exception'] as const),
    `request line and headers are longer than ${HEADER_BYTES_MAX} bytes`,
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    ...([408, 'Request Timeout', 'timeout_exception'] as const),
    `the request was not whole after ${REQUEST_MS_MAX} ms`,
  ],
};

/** Answers what is no HTTP, or takes too long to become a request, in Elasticsearch's form, and hangs up. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket) {
  if (socket.destroyed || !socket.writable) {
    return;
  }
  const [status, phrase, type, reason] = ANSWERS[error.code ?? ''] ?? [
    ...([400, 'Bad Request', 'illegal_argument_exception'] as const),
    `the request is no valid HTTP: ${error.message}`,
  ];
  const cause = { type, reason };
  const body = JSON.stringify({ error: { root_cause: [cause], ...cause }, status });
  socket.end(
    [
      `HTTP/1.1 ${status} ${phrase}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      'x-elastic-product: Elasticsearch',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
