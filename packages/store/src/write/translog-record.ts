/** The format is documented byte by byte in docs/internals/translog.md; change both together. */
const RECORD_HEADER_BYTES = 24;
const KINDS = { index: 1, delete: 2 } as const;
const FLAG_GENERATED_ID = 1;
/** What the one byte that has its length can say. */
export const ROUTING_BYTES_MAX = 255;
const TWO_POW_32 = 2 ** 32;
const NO_BYTES = Buffer.alloc(0);

/** One operation as it is logged: what is needed to apply it again. */
export interface TranslogRecord {
  readonly uuid: string;
  readonly kind: 'index' | 'delete';
  readonly seqNo: number;
  readonly version: number;
  readonly id: string;
  /** At most `ROUTING_BYTES_MAX` in UTF-8, never empty; undefined without one. */
  readonly routing?: string | undefined;
  /** The store made the id, so that no older document can have it. */
  readonly isGeneratedId: boolean;
  /** Empty for a delete. */
  readonly source: Buffer;
}

/** The lengths of a record's parts. */
export interface RecordLengths {
  readonly uuid: number;
  readonly id: number;
  readonly routing: number;
  readonly total: number;
}

export function recordLengths({ uuid, id, routing, source }: TranslogRecord): RecordLengths {
  const uuidBytes = Buffer.byteLength(uuid);
  const idBytes = Buffer.byteLength(id);
  const routingBytes = routing === undefined ? 0 : Buffer.byteLength(routing);
  const total = RECORD_HEADER_BYTES + uuidBytes + idBytes + routingBytes + source.length;
  return { uuid: uuidBytes, id: idBytes, routing: routingBytes, total };
}

/** Writes a record at an offset, where there must be room for it. */
export function writeRecord(
  bytes: Buffer,
  start: number,
  { record, lengths }: { readonly record: TranslogRecord; readonly lengths: RecordLengths },
): void {
  const uuidStart = start + RECORD_HEADER_BYTES;
  const idStart = uuidStart + lengths.uuid;
  bytes.writeUInt8(KINDS[record.kind], start);
  bytes.writeUInt8(record.isGeneratedId ? FLAG_GENERATED_ID : 0, start + 1);
  bytes.writeUInt8(lengths.uuid, start + 2);
  bytes.writeUInt8(lengths.routing, start + 3);
  bytes.writeUIntLE(record.seqNo, start + 4, 6);
  bytes.writeUInt16LE(lengths.id, start + 10);
  bytes.writeUInt32LE(record.version % TWO_POW_32, start + 12);
  bytes.writeUInt32LE(Math.floor(record.version / TWO_POW_32), start + 16);
  bytes.writeUInt32LE(record.source.length, start + 20);
  bytes.write(record.uuid, uuidStart, 'utf8');
  bytes.write(record.id, idStart, 'utf8');
  const routingStart = idStart + lengths.id;
  if (record.routing !== undefined) {
    bytes.write(record.routing, routingStart, 'utf8');
  }
  bytes.set(record.source, routingStart + lengths.routing);
}

/** A record where it stands, of which no more is decoded than somebody needs. */
export class PlacedRecord {
  readonly uuid: string;
  /** All that it stands among. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;

  constructor(uuid: string, bytes: Buffer, start: number, end: number) {
    this.uuid = uuid;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  get seqNo(): number {
    return this.bytes.readUIntLE(this.start + 4, 6);
  }

  get isGeneratedId(): boolean {
    return (this.bytes.readUInt8(this.start + 1) & FLAG_GENERATED_ID) !== 0;
  }

  get sourceLength(): number {
    return this.bytes.readUInt32LE(this.start + 20);
  }

  get id(): string {
    const idStart = this.#idStart;
    return this.bytes.toString('utf8', idStart, idStart + this.bytes.readUInt16LE(this.start + 10));
  }

  /** All of it; the source is a view. */
  decode(): TranslogRecord {
    const { bytes, start, end, uuid, seqNo, isGeneratedId } = this;
    const idStart = this.#idStart;
    const routingStart = idStart + bytes.readUInt16LE(start + 10);
    const sourceStart = routingStart + bytes.readUInt8(start + 3);
    const record: TranslogRecord = {
      uuid,
      kind: bytes.readUInt8(start) === KINDS.index ? 'index' : 'delete',
      seqNo,
      version: bytes.readUInt32LE(start + 16) * TWO_POW_32 + bytes.readUInt32LE(start + 12),
      id: bytes.toString('utf8', idStart, routingStart),
      isGeneratedId,
      source: bytes.subarray(sourceStart, end),
    };
    return routingStart === sourceStart
      ? record
      : { ...record, routing: bytes.toString('utf8', routingStart, sourceStart) };
  }

  get #idStart(): number {
    return this.start + RECORD_HEADER_BYTES + this.bytes.readUInt8(this.start + 2);
  }
}

/**
 * The records of a payload, of all indices or of some; undefined when they do not fill it exactly. Operations of one
 * index often follow one another, so that its uuid is read once for them.
 */
export function placeRecords(
  payload: Buffer,
  uuids?: ReadonlySet<string>,
): readonly PlacedRecord[] | undefined {
  const placed: PlacedRecord[] = [];
  let uuid = '';
  let uuidBytes: Buffer = NO_BYTES;
  let isWanted = uuids?.has(uuid) ?? true;
  let at = 0;
  while (at < payload.length) {
    const end = recordEnd(payload, at);
    if (end === undefined) {
      return undefined;
    }
    const uuidStart = at + RECORD_HEADER_BYTES;
    const uuidEnd = uuidStart + payload.readUInt8(at + 2);
    if (uuidBytes.compare(payload, uuidStart, uuidEnd) !== 0) {
      uuidBytes = payload.subarray(uuidStart, uuidEnd);
      uuid = uuidBytes.toString('utf8');
      isWanted = uuids?.has(uuid) ?? true;
    }
    if (isWanted) {
      placed.push(new PlacedRecord(uuid, payload, at, end));
    }
    at = end;
  }
  return placed;
}

/** Where the record at an offset ends; undefined when there is none. */
export function recordEnd(bytes: Buffer, at: number): number | undefined {
  if (at + RECORD_HEADER_BYTES > bytes.length) {
    return undefined;
  }
  const kind = bytes.readUInt8(at);
  const idStart = at + RECORD_HEADER_BYTES + bytes.readUInt8(at + 2);
  const sourceStart = idStart + bytes.readUInt16LE(at + 10) + bytes.readUInt8(at + 3);
  const end = sourceStart + bytes.readUInt32LE(at + 20);
  const isKnown = kind === KINDS.index || kind === KINDS.delete;
  return isKnown && end <= bytes.length ? end : undefined;
}
