import { basename } from 'node:path';
import type { TranslogDamage } from './translog.ts';
import type { OperationSpan } from './translog-format.ts';

/** Acknowledged operations of an index that cannot be read any more. */
export interface IndexDamage {
  readonly uuid: string;
  /** The same for the same loss. */
  readonly id: string;
  readonly what: string;
}

/** Which operations of an index were around a damaged piece: what proves that none of them was in it. */
export interface Neighbours {
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** A damaged piece of the translog that says which operations it had. */
export function namedLoss(damage: TranslogDamage, span: OperationSpan): IndexDamage {
  const { uuid, firstSeqNo, lastSeqNo, count } = span;
  const which =
    count === 1
      ? `the operation with sequence number ${firstSeqNo}`
      : `${count} operations with sequence numbers from ${firstSeqNo} to ${lastSeqNo}`;
  return { uuid, id: idOf(damage), what: `${which} cannot be read: ${placeOf(damage)}` };
}

/** One that does not say it, for an index of which operations may have been in it; undefined when none were. */
export function possibleLoss(
  damage: TranslogDamage,
  uuid: string,
  { before, after }: Neighbours,
): IndexDamage | undefined {
  if (before !== undefined && after === before + 1) {
    return undefined;
  }
  const from = before === undefined ? '' : ` after sequence number ${before}`;
  const to = after === undefined ? '' : ` before sequence number ${after}`;
  return {
    uuid,
    id: idOf(damage),
    what: `operations${from}${to} may be lost: ${placeOf(damage)}`,
  };
}

/** Operations that could be read when the store was started, and not when they were to be recovered. */
export const lostSinceStart = (uuid: string, operations: number): IndexDamage => ({
  uuid,
  id: 'translog:since-start',
  what: `${operations} operations of the translog could not be read a second time: its files were damaged while the store ran; copies are in [translog/damaged]`,
});

const idOf = ({ path, offset }: TranslogDamage): string => `translog:${basename(path)}:${offset}`;

/** Where a piece is, and where its copy. */
export function placeOf({ path, offset, bytes }: TranslogDamage): string {
  const name = basename(path);
  return bytes === 0
    ? `the translog file [${name}] is missing`
    : `the translog file [${name}] is damaged at offset ${offset} (${bytes} bytes); a copy is in [translog/damaged/${name}]`;
}
