import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeSegmentHeader,
  FrameBuilder,
} from '../../packages/store/src/write/translog-format.ts';
import type { TranslogRecord } from '../../packages/store/src/write/translog-record.ts';
import { callJson, startLongshore } from './longshore.ts';

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

/** So many, all of different words, take much longer on any machine than a start waits for its recovery. */
export const LONG_DOCUMENTS = 400_000;
const WORDS = 30;

/** Words that no other document has: they are what indexing a text takes longest for. */
export const filler = (number: number): string =>
  Array.from({ length: WORDS }, (_, i) => (number * WORDS + i).toString(36)).join(' ');

/** Leaves a store as if it had been killed when it had written one document of an index, and taken many more. */
export async function leaveLongTranslog(
  settings: Readonly<Record<string, string | number | boolean>>,
  index: string,
): Promise<void> {
  const store = await startLongshore('store', settings);
  const url = `${store.addresses[0]}/${index}`;
  await callJson(`${url}/_doc?refresh=true`, { number: 0, filler: filler(0) });
  const found = await callJson<Record<string, { settings: { index: { uuid: string } } }>>(
    `${url}/_settings`,
  );
  await store.end('SIGTERM');
  const uuid = found[index]?.settings.index.uuid ?? '';
  writeTranslog(String(settings['path.data']), numberedOperations(uuid));
}

function* numberedOperations(uuid: string): Iterable<TranslogRecord> {
  for (let number = 1; number <= LONG_DOCUMENTS; number += 1) {
    yield {
      uuid,
      kind: 'index',
      seqNo: number,
      version: 1,
      id: `made${String(number).padStart(16, '0')}`,
      isGeneratedId: true,
      source: Buffer.from(JSON.stringify({ number, filler: filler(number) })),
    };
  }
}
