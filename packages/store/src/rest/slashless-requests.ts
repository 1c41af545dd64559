import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Node's error for bytes that are no HTTP request. */
export interface BrokenRequest extends Error {
  readonly code?: string;
  readonly reason?: string;
  readonly bytesParsed?: number;
  readonly rawPacket?: unknown;
}

/** `PUT games HTTP/1.1` at the start of a packet; an absolute URL has a colon in front of any slash. */
const REQUEST_LINE = /^(GET|HEAD|POST|PUT|DELETE) ([\w.%*,-]+(?:[/?][^\s]*)?) HTTP\/1\.1\r\n/;
const LINE_BYTES_MAX = 8_192;

/**
 * Serves requests whose target has no slash in front (`PUT games`): Elasticsearch takes them, Node's parser does not.
 * The parser has given the connection up by then, so that such a request is parsed again on a stream of its own and is
 * the last of its connection. Only a request that begins a packet, while no answer is under way, is taken: nothing
 * that belongs to another request is ever read as one.
 */
export class SlashlessRequests {
  readonly #server: () => Server;
  readonly #answering = new WeakSet<object>();
  readonly #streams = new WeakMap<object, Duplex>();

  constructor(server: () => Server) {
    this.#server = server;
  }

  /** To be called once the server is there. */
  watch(): void {
    this.#server().on('request', ({ socket }, response) => {
      this.#answering.add(socket);
      response.once('close', () => this.#answering.delete(socket));
    });
  }

  /** Whether the broken request is served all the same; every further packet of it comes here too. */
  serve(error: BrokenRequest, socket: Socket): boolean {
    const stream = this.#streams.get(socket);
    if (stream !== undefined) {
      stream.push(Buffer.isBuffer(error.rawPacket) ? error.rawPacket : '');
      return true;
    }
    const corrected = this.#answering.has(socket) ? undefined : withSlash(error);
    if (corrected === undefined) {
      return false;
    }
    const again = streamOver(socket);
    this.#streams.set(socket, again);
    this.#server().emit('connection', again);
    again.push(corrected);
    return true;
  }
}

/** The packet with a slash in its first line, if that is where the parser stopped. */
function withSlash({ code, reason, rawPacket, bytesParsed }: BrokenRequest): Buffer | undefined {
  if (code !== 'HPE_INVALID_URL' || !Buffer.isBuffer(rawPacket)) {
    return undefined;
  }
  const packet: Buffer = rawPacket;
  const [line, method = '', target = ''] =
    REQUEST_LINE.exec(packet.toString('latin1', 0, LINE_BYTES_MAX)) ?? [];
  // Letters could be the scheme of a URL, so that it stops behind them. Had it been in the middle of another request,
  // it would have stopped at the blank behind the method.
  const letters = /^[A-Za-z]*/.exec(target)?.[0].length ?? 0;
  const stopsAt = method.length + 1 + letters + (letters === target.length ? 1 : 0);
  const isAtStart = letters > 0 || reason === 'Unexpected start char in url';
  if (line === undefined || bytesParsed !== stopsAt || !isAtStart) {
    return undefined;
  }
  const head = `${method} /${target} HTTP/1.1\r\nConnection: close\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), packet.subarray(line.length)]);
}

/** What is pushed is read from it; what is written to it goes to the socket, and its end is the socket's. */
function streamOver(socket: Socket): Duplex {
  const stream = new Duplex({
    read: () => undefined,
    write: (chunk, _encoding, done) => {
      socket.write(chunk, done);
    },
    final: (done) => {
      socket.end(done);
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.once('close', () => stream.destroy());
  return stream;
}
