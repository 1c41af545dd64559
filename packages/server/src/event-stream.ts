import type { ServerResponse } from 'node:http';
import { errors } from '@longshore/common/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Proxies and browsers close a silent connection; this says that we are there. */
const HEARTBEAT_MS = 10_000;
/** A viewer that reads slower than this much behind gets nothing more until it has caught up. */
const BACKLOG_BYTES_MAX = 4 * 1024 * 1024;
/** How long a browser waits before it connects again. */
const RETRY_MS = 2_000;

/** Live viewers at the same time. */
const STREAMS_MAX = 200;

/** One viewer of server-sent events. */
export interface EventStream {
  /** Sends an event; gives false, and sends nothing, when the viewer is gone or too far behind. */
  send(event: string, data: string): boolean;
}

/** All viewers of server-sent events of this server. */
export interface EventStreams {
  /**
   * Makes the reply a stream, with a `heartbeat` event every 10 s. `start` begins to send and gives what is to be
   * called when the viewer is gone. Refused with 429 when there are too many viewers.
   */
  open(
    request: FastifyRequest,
    reply: FastifyReply,
    start: (stream: EventStream) => () => void,
  ): void;
  /** Ends all streams. */
  close(): void;
}

export function openEventStreams(): EventStreams {
  const open = new Set<ServerResponse>();
  return {
    open(request, reply, start) {
      if (open.size >= STREAMS_MAX) {
        throw errors.rejected(`there are ${STREAMS_MAX} live viewers already; close some pages`);
      }
      const { raw } = reply;
      reply.hijack();
      writeHead(reply);
      open.add(raw);
      const stream = streamTo(raw);
      const heartbeat = setInterval(() => stream.send('heartbeat', '{}'), HEARTBEAT_MS);
      const stop = start(stream);
      raw.on('error', (error) => request.log.debug({ error }, 'live viewer was cut off'));
      raw.once('close', () => {
        clearInterval(heartbeat);
        open.delete(raw);
        stop();
      });
    },
    close() {
      for (const raw of open) {
        raw.end();
      }
    },
  };
}

function writeHead(reply: FastifyReply): void {
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  reply.raw.write(`retry: ${RETRY_MS}\n\n`);
}

function streamTo(raw: ServerResponse): EventStream {
  return {
    send(event, data) {
      if (raw.destroyed || raw.writableEnded || raw.writableLength > BACKLOG_BYTES_MAX) {
        return false;
      }
      const name = event === 'message' ? '' : `event: ${event}\n`;
      raw.write(`${name}data: ${data}\n\n`);
      return true;
    },
  };
}
