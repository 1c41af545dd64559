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

/**
 * The records of a payload, of all indices or of some; undefined when they do not fill it exactly. Operations of one
 * index often follow one another, so that its uuid is read once for them.
 */
export function decodeRecords(
  payload: Buffer,
  uuids?: ReadonlySet<string>,
): readonly TranslogRecord[] | undefined {
  const decoded: TranslogRecord[] = [];
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
      decoded.push(decodeRecord(payload, { uuid, at, idStart: uuidEnd, end }));
    }
    at = end;
  }
  return decoded;
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

function decodeRecord(
  payload: Buffer,
  place: {
    readonly uuid: string;
    readonly at: number;
    readonly idStart: number;
    readonly end: number;
  },
): TranslogRecord {
  const { uuid, at, idStart, end } = place;
  const routingStart = idStart + payload.readUInt16LE(at + 10);
  const sourceStart = routingStart + payload.readUInt8(at + 3);
  const record: TranslogRecord = {
    uuid,
    kind: payload.readUInt8(at) === KINDS.index ? 'index' : 'delete',
    seqNo: payload.readUIntLE(at + 4, 6),
    version: payload.readUInt32LE(at + 16) * TWO_POW_32 + payload.readUInt32LE(at + 12),
    id: payload.toString('utf8', idStart, routingStart),
    isGeneratedId: (payload.readUInt8(at + 1) & FLAG_GENERATED_ID) !== 0,
    source: payload.subarray(sourceStart, end),
  };
  return routingStart === sourceStart
    ? record
    : { ...record, routing: payload.toString('utf8', routingStart, sourceStart) };
}
