import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { errors, LongshoreError } from '@longshore/common/errors';

/** Bodies of all requests together; more would not fit into memory beside the buffers of the write path. */
const IN_FLIGHT_BYTES_MAX = 256 * 1024 * 1024;
/** How much of a body that is too large is read and dropped, so that the client gets to see the answer. */
const DRAIN_BYTES_MAX = 1024 * 1024 * 1024;

const CONTENT_TYPES: ReadonlySet<string> = new Set([
  'application/json',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
]);
const VENDOR_TYPE = /^application\/vnd\.(?:elasticsearch|opensearch)\+(?:json|x-ndjson)$/;

/** Reads request bodies whole, decompressed, within a limit each and a limit for all. */
export class BodyReader {
  private readonly bytesMax: number;
  private inFlightBytes = 0;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  /** The body; what it takes of the common limit is given back by `release`. */
  async read(request: IncomingMessage): Promise<Buffer> {
    const declared = Number(request.headers['content-length'] ?? 0);
    const stream = decompressed(request);
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      if (declared > this.bytesMax) {
        throw errors.tooLarge(this.bytesMax);
      }
      // Without destroying: the rest of a refused body is drained, so that its sender reads the answer.
      for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
        bytes += chunk.length;
        this.inFlightBytes += chunk.length;
        this.check(bytes);
        chunks.push(chunk as Buffer);
      }
      return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, bytes);
    } catch (error) {
      this.inFlightBytes -= bytes;
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
    if (this.inFlightBytes > IN_FLIGHT_BYTES_MAX) {
      throw errors.rejected(
        `requests under way hold more than ${IN_FLIGHT_BYTES_MAX} bytes; send this one again later`,
      );
    }
  }
}

/** Refuses a body whose content type is not JSON, in Elasticsearch's words; no type is taken for JSON by curl users. */
export function checkContentType(header: string | undefined): void {
  const type = (header ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!CONTENT_TYPES.has(type) && !VENDOR_TYPE.test(type)) {
    throw new LongshoreError(
      'media_type_header_exception',
      406,
      `Content-Type header [${header}] is not supported`,
    );
  }
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
