import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { errors, LongshoreError } from '@longshore/common/errors';

/** Bodies of all requests together; more would not fit into memory beside the buffers of the write path. */
const IN_FLIGHT_BYTES_MAX = 128 * 1024 * 1024;
/** Large bodies leave this much to small ones: who sends in bulk must not shut out who sends a document. */
const SMALL_BYTES_RESERVED = 16 * 1024 * 1024;
const SMALL_BODY_BYTES_MAX = 256 * 1024;
/** A body that says that it is larger is read into one piece from the start; joining pieces takes it twice. */
const PIECES_BYTES_MAX = 64 * 1024;
/** How much of a body that is too large is read and dropped, so that the client gets to see the answer. */
const DRAIN_BYTES_MAX = 1024 * 1024 * 1024;

/** Reads request bodies whole, decompressed, within a limit each and a limit for all. */
export class BodyReader {
  private readonly bytesMax: number;
  private inFlightBytes = 0;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  /** The body; what it takes of the common limit is given back by `release`. */
  async read(request: IncomingMessage): Promise<Buffer> {
    const stream = decompressed(request);
    const sentBytes = Number(request.headers['content-length'] ?? 0);
    // What is declared counts from the start: large bodies that grow side by side would fail all together.
    const declared = stream === request ? sentBytes : 0;
    let counted = 0;
    const count = (bytes: number) => {
      this.inFlightBytes += bytes - counted;
      counted = bytes;
      this.check(Math.max(bytes, sentBytes));
    };
    try {
      count(declared);
      return await readAll(stream, declared, (bytes) => count(Math.max(declared, bytes)));
    } catch (error) {
      this.inFlightBytes -= counted;
      await drain(request);
      throw error instanceof LongshoreError ? error : unreadable(error);
    }
  }

  release(body: Buffer): void {
    this.inFlightBytes -= body.length;
  }

  private check(bytes: number): void {
    if (bytes > this.bytesMax) {
      throw errors.tooLarge(this.bytesMax);
    }
    // One of the largest size must always fit.
    const reserved = bytes > SMALL_BODY_BYTES_MAX ? SMALL_BYTES_RESERVED : 0;
    const inFlightBytesMax = Math.max(IN_FLIGHT_BYTES_MAX - reserved, this.bytesMax);
    if (this.inFlightBytes > inFlightBytesMax) {
      throw errors.rejected(
        `requests under way hold more than ${inFlightBytesMax} bytes; send this one again later`,
      );
    }
  }
}

async function readAll(
  stream: Readable,
  declared: number,
  onBytes: (bytes: number) => void,
): Promise<Buffer> {
  const whole = declared > PIECES_BYTES_MAX ? Buffer.allocUnsafeSlow(declared) : undefined;
  const pieces: Buffer[] = [];
  let bytes = 0;
  // Without destroying: the rest of a refused body is drained, so that its sender reads the answer.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const piece = chunk as Buffer;
    if (whole === undefined) {
      pieces.push(piece);
    } else {
      piece.copy(whole, bytes);
    }
    bytes += piece.length;
    onBytes(bytes);
  }
  const [first] = pieces;
  return whole ?? (pieces.length === 1 && first ? first : Buffer.concat(pieces, bytes));
}

function decompressed(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'identity' || encoding === '') {
    return request;
  }
  if (encoding !== 'gzip' && encoding !== 'deflate') {
    throw new LongshoreError(
      'illegal_argument_exception',
      415,
      `Content-Encoding [${encoding}] is not supported; use gzip or deflate`,
    );
  }
  const unzip = encoding === 'gzip' ? createGunzip() : createInflate();
  request.on('error', (error) => unzip.destroy(error));
  request.on('close', () => request.complete || unzip.destroy(new Error('aborted')));
  return request.pipe(unzip);
}

function unreadable(cause: unknown): LongshoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return errors.illegalArgument(`the request body could not be read: ${reason}`);
}

async function drain(request: IncomingMessage): Promise<void> {
  request.unpipe();
  let left = DRAIN_BYTES_MAX;
  await new Promise<void>((resolve) => {
    if (request.readableEnded || request.destroyed) {
      resolve();
      return;
    }
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) {
        request.destroy();
      }
    });
    request.once('end', resolve);
    request.once('close', resolve);
    request.resume();
  });
}
