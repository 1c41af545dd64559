import { randomBytes } from 'node:crypto';

/** In the order of their codes, so that ids sort by time. Safe in a URL. */
export const ID_ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const TIME_CHARS = 8;
const SEQ_NO_CHARS = 8;
const RANDOM_CHARS = 4;
export const ID_SHAPE = /^[A-Za-z0-9_-]{20}$/;
/** The last characters of a sequence number, which change from id to id. */
const LOW_CHARS = 2;
const LOW_COUNT = 64 ** LOW_CHARS;

/**
 * Makes ids of 20 characters: 48 bits of the time in ms, the sequence number in 48 bits, 24 bits that are random per
 * process. The sequence number makes them unique within an index; time and random bits tell them apart elsewhere.
 */
export function createIdMaker(now: () => number): (seqNo: number) => string {
  const random = encode(randomBytes(3).readUIntBE(0, 3), RANDOM_CHARS);
  const ends = Array.from({ length: LOW_COUNT }, (_, low) => encode(low, LOW_CHARS) + random);
  let lastMs = 0;
  let time = '';
  let lastHigh = -1;
  let start = '';
  return (seqNo) => {
    const nowMs = now();
    const high = Math.floor(seqNo / LOW_COUNT);
    // A clock that is set back must not change the order.
    if (nowMs > lastMs || high !== lastHigh) {
      if (nowMs > lastMs) {
        lastMs = nowMs;
        time = encode(nowMs, TIME_CHARS);
      }
      lastHigh = high;
      start = time + encode(high, SEQ_NO_CHARS - LOW_CHARS);
    }
    return start + (ends[seqNo % LOW_COUNT] ?? '');
  };
}

/** The sequence number that an id was made with; of an id that was not made here, a number without meaning or none. */
export function seqNoInId(id: string): number | undefined {
  if (!ID_SHAPE.test(id)) {
    return undefined;
  }
  let seqNo = 0;
  for (const char of id.slice(TIME_CHARS, TIME_CHARS + SEQ_NO_CHARS)) {
    seqNo = seqNo * 64 + ID_ALPHABET.indexOf(char);
  }
  return seqNo;
}

function encode(value: number, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = (ID_ALPHABET[rest % 64] ?? '') + text;
    rest = Math.floor(rest / 64);
  }
  return text;
}
