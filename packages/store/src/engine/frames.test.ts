import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, FrameReader } from './frames.ts';

const frame = fc.record({
  header: fc.record({ id: fc.nat(), text: fc.string({ unit: 'grapheme' }) }),
  body: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

test('frames come out as they went in, wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(frame), fc.integer({ min: 1, max: 50 }), (frames, cut) => {
      const stream = Buffer.concat(frames.flatMap(({ header, body }) => encodeFrame(header, body)));
      const reader = new FrameReader();
      const read = [];
      for (let at = 0; at < stream.length; at += cut) {
        read.push(...reader.push(stream.subarray(at, at + cut)));
      }
      expect(read).toEqual(frames);
    }),
  );
});

test('a stream that is not made of frames is refused', () => {
  expect(() => new FrameReader().push(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow('broken');
  const headerTooLong = Buffer.from([5, 0, 0, 0, 9, 0, 0, 0, 0x7b]);
  expect(() => new FrameReader().push(headerTooLong)).toThrow('does not fit');
});
