import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BodyReader } from './body.ts';

const MIB = 1024 * 1024;
const LARGE_BYTES = 100 * MIB;
const SMALL_BYTES = 200 * 1024;

/** A stream with headers is all that is read of a request. */
const requestOf = (stream: Readable, headers: Readonly<Record<string, string>>): IncomingMessage =>
  Object.assign(stream, { headers, complete: true }) as unknown as IncomingMessage;

const declaring = (bytes: number) => ({ 'content-length': String(bytes) });

test('a large body counts as a whole from its first byte, so that a second one is refused and tries again', async () => {
  const bodies = new BodyReader(LARGE_BYTES);
  const slow = new PassThrough();
  const first = bodies.read(requestOf(slow, declaring(LARGE_BYTES)));
  const second = bodies.read(requestOf(Readable.from([]), declaring(LARGE_BYTES)));
  await expect(second).rejects.toMatchObject({
    status: 429,
    type: 'es_rejected_execution_exception',
  });
  slow.destroy(new Error('the client went away'));
  await expect(first).rejects.toThrow(/the client went away/);
  const third = bodies.read(requestOf(Readable.from([Buffer.from('{}')]), declaring(2)));
  expect((await third).toString()).toBe('{}');
});

test('large bodies leave room to small ones: when no large one is taken any more, dozens of small ones are', async () => {
  const bodies = new BodyReader(LARGE_BYTES);
  const take = (bytes: number) =>
    bodies.read(requestOf(Readable.from([Buffer.alloc(bytes)]), declaring(bytes)));
  // A body counts until it is released.
  const takeAll = async (): Promise<never> => {
    for (;;) {
      await take(MIB);
    }
  };
  await expect(takeAll()).rejects.toMatchObject({ status: 429 });
  for (let n = 0; n < 60; n += 1) {
    expect(await take(SMALL_BYTES)).toHaveLength(SMALL_BYTES);
  }
  await expect(take(MIB)).rejects.toMatchObject({ status: 429 });
});

test('a body of many pieces is put together, whether its length is known or not', async () => {
  const pieces = Array.from({ length: 40 }, (_, i) => Buffer.alloc(64 * 1024, `${i} `));
  const whole = Buffer.concat(pieces);
  const bodies = new BodyReader(LARGE_BYTES);
  const known = await bodies.read(requestOf(Readable.from(pieces), declaring(whole.length)));
  expect(known.equals(whole)).toBe(true);
  const unknown = await bodies.read(requestOf(Readable.from(pieces), {}));
  expect(unknown.equals(whole)).toBe(true);
});

test('a body counts by what it is when it was compressed', async () => {
  const zipped = gzipSync(Buffer.alloc(2 * MIB));
  const bodies = new BodyReader(MIB);
  const headers = { 'content-encoding': 'gzip', ...declaring(zipped.length) };
  await expect(bodies.read(requestOf(Readable.from([zipped]), headers))).rejects.toMatchObject({
    status: 413,
  });
});
