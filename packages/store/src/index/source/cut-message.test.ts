import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CUT, joinMessage, messageSplice } from './cut-message.ts';

const LINE = 'GET /health 200 in 3 ms from 10.0.0.7, "as" ever \\ 건강';

/** What is stored, and what is read again when the column has the message. */
function roundTrip(source: string, message: string) {
  const bytes = Buffer.from(source);
  const { start, end, put } = messageSplice(bytes, message) ?? { start: 0, end: 0, put: '' };
  const stored = `${bytes.subarray(0, start)}${put}${bytes.subarray(end)}`;
  return { stored, read: joinMessage(stored, message) };
}

test('a message that the column has is not stored again', () => {
  const source = `{ "a":1,"message":${JSON.stringify(LINE)} , "b": [] }`;
  expect(roundTrip(source, LINE)).toEqual({
    stored: `{ "a":1,"message":${CUT} , "b": [] }`,
    read: source,
  });
});

test('a message behind that of another object is found', () => {
  const source = `{"error":{"message":"${'e'.repeat(40)}"},"message":"${'m'.repeat(40)}"}`;
  const stored = `{"error":{"message":"${'e'.repeat(40)}"},"message":${CUT}}`;
  expect(roundTrip(source, 'm'.repeat(40))).toEqual({ stored, read: source });
});

test('what is stored is JSON', () => {
  expect(JSON.parse(roundTrip(JSON.stringify({ message: LINE, a: 1 }), LINE).stored)).toMatchObject(
    {
      a: 1,
    },
  );
});

describe('a source is stored whole', () => {
  test.each([
    ['with a short message', '{"message":"short"}', 'short'],
    [
      'with a message that is spelled otherwise',
      `{"message":"${'\\u0061'.repeat(40)}"}`,
      'a'.repeat(40),
    ],
    ['with half a pair in it', JSON.stringify({ message: `${LINE}\ud83d` }), `${LINE}\ud83d`],
    ['with several messages', JSON.stringify({ message: [LINE, LINE] }), `${LINE} \uF8FF ${LINE}`],
  ])('%s', (_, source, message) => {
    expect(roundTrip(source, message)).toEqual({ stored: source, read: source });
  });
});

test('a source that looks like one that was cut is read as it came', () => {
  for (const source of [
    `{"a":${CUT},"message":${JSON.stringify(LINE)}}`,
    `{"message":${CUT}}`,
    '\t\n\t{"message":"m"}',
  ]) {
    const { stored, read } = roundTrip(source, LINE);
    expect(stored).not.toBe(source);
    expect(read).toBe(source);
  }
});

test('whatever is cut is the same again', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 80 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
  );
  fc.assert(
    fc.property(text, fc.json(), fc.nat(3), (message, other, space) => {
      const source = JSON.stringify(
        { other: JSON.parse(other), message, end: message },
        null,
        space,
      );
      expect(roundTrip(source, message).read).toBe(source);
    }),
  );
});
