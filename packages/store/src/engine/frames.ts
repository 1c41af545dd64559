/**
 * Frames between the store and the engine's process, both ways: the length of the rest (uint32 LE), the length of
 * the header (uint32 LE), the header as JSON, the body as bytes.
 */
export interface Frame {
  readonly header: unknown;
  readonly body: Buffer;
}

/** Larger than any answer that fits the engine's memory; what is above is a broken stream. */
const FRAME_BYTES_MAX = 0x7fff_ffff;
const LENGTH_BYTES = 4;
const NO_BODY = Buffer.alloc(0);

/** The pieces of a frame, to be written one after the other; the body is not copied. */
export function encodeFrame(header: unknown, body: Buffer = NO_BODY): readonly Buffer[] {
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const lengths = Buffer.allocUnsafe(2 * LENGTH_BYTES);
  const rest = LENGTH_BYTES + text.length + body.length;
  if (rest > FRAME_BYTES_MAX) {
    throw new RangeError(`a frame of ${rest} bytes is larger than ${FRAME_BYTES_MAX} bytes`);
  }
  lengths.writeUInt32LE(rest, 0);
  lengths.writeUInt32LE(text.length, LENGTH_BYTES);
  const head = Buffer.concat([lengths, text]);
  return body.length === 0 ? [head] : [head, body];
}

/** Puts frames together from chunks cut anywhere. A large frame is copied once, when it is complete. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** Frames that are complete with this chunk, in order. Throws when the stream is not made of frames. */
  push(chunk: Buffer): readonly Frame[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== undefined; frame = this.#next()) {
      frames.push(frame);
    }
    return frames;
  }

  #next(): Frame | undefined {
    if (this.#bytes < LENGTH_BYTES) {
      return undefined;
    }
    const rest = this.#firstBytes(LENGTH_BYTES).readUInt32LE(0);
    if (rest < LENGTH_BYTES || rest > FRAME_BYTES_MAX) {
      throw new RangeError(`a frame cannot have ${rest} bytes: the stream is broken`);
    }
    if (this.#bytes < LENGTH_BYTES + rest) {
      return undefined;
    }
    const all = this.#firstBytes(this.#bytes);
    const end = LENGTH_BYTES + rest;
    this.#chunks = all.length > end ? [all.subarray(end)] : [];
    this.#bytes = all.length - end;
    return parseFrame(all.subarray(LENGTH_BYTES, end));
  }

  /** The first bytes in one piece; joins chunks only as far as needed for that. */
  #firstBytes(count: number): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && first.length >= count) {
      return first;
    }
    const joined = Buffer.concat(this.#chunks);
    this.#chunks = [joined];
    return joined;
  }
}

function parseFrame(rest: Buffer): Frame {
  const headerBytes = rest.readUInt32LE(0);
  const bodyStart = LENGTH_BYTES + headerBytes;
  if (bodyStart > rest.length) {
    throw new RangeError(`a header of ${headerBytes} bytes does not fit its frame`);
  }
  return {
    header: JSON.parse(rest.toString('utf8', LENGTH_BYTES, bodyStart)),
    body: rest.subarray(bodyStart),
  };
}
