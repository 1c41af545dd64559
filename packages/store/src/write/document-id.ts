import { randomBytes } from 'node:crypto';

/** In the order of their codes, so that ids sort by time. Safe in a URL. */
const ALPHABET = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const TIME_CHARS = 8;
const COUNTER_CHARS = 4;
const COUNTER_MAX = 64 ** COUNTER_CHARS;
const RANDOM_CHARS = 8;

/**
 * Makes ids of 20 characters: 48 bits of the time in ms, 24 bits that count, 48 bits that are random per process.
 * They are unique as long as not two processes draw the same 48 bits and write in the same millisecond.
 */
export function createIdMaker(now: () => number): () => string {
  const random = encode(randomBytes(6).readUIntBE(0, 6), RANDOM_CHARS);
  let counter = randomBytes(3).readUIntBE(0, 3);
  let lastMs = 0;
  return () => {
    // A clock that is set back must not repeat what was given out.
    lastMs = Math.max(lastMs, now());
    counter += 1;
    if (counter === COUNTER_MAX) {
      counter = 0;
      lastMs += 1;
    }
    return encode(lastMs, TIME_CHARS) + encode(counter, COUNTER_CHARS) + random;
  };
}

function encode(value: number, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = (ALPHABET[rest % 64] ?? '') + text;
    rest = Math.floor(rest / 64);
  }
  return text;
}
