import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeSegmentHeader,
  FrameBuilder,
} from '../../packages/store/src/write/translog-format.ts';
import type { TranslogRecord } from '../../packages/store/src/write/translog-record.ts';

const FRAME_BYTES = 512 * 1024;
const SEGMENT_BYTES = 16 * 1024 * 1024;

/**
 * Leaves a translog in a store's folder as a store that was killed would have left it; the store must have been stopped.
 * Gives the number of operations.
 */
export function writeTranslog(dataPath: string, records: Iterable<TranslogRecord>): number {
  const folder = join(dataPath, 'store', 'translog');
  mkdirSync(folder, { recursive: true });
  let operations = 0;
  let generation = 0;
  let frames: Buffer[] = [];
  let frame = new FrameBuilder();
  const endFrame = () => {
    frames.push(Buffer.from(frame.finish()));
    frame = new FrameBuilder();
  };
  const endSegment = () => {
    generation += 1;
    const name = `translog-${String(generation).padStart(10, '0')}.log`;
    writeFileSync(join(folder, name), Buffer.concat([encodeSegmentHeader(), ...frames]));
    frames = [];
  };
  for (const record of records) {
    frame.add(record);
    operations += 1;
    if (frame.length >= FRAME_BYTES) {
      endFrame();
      if (frames.length * FRAME_BYTES >= SEGMENT_BYTES) {
        endSegment();
      }
    }
  }
  endFrame();
  endSegment();
  return operations;
}
