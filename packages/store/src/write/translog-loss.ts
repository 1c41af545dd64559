import type { Logger } from 'pino';
import type { IndexDamage, Neighbours } from './index-damage.ts';
import { namedLoss, placeOf, possibleLoss } from './index-damage.ts';
import type { IndexWriter } from './index-writer.ts';
import type { TranslogDamage } from './translog.ts';
import type { OperationSpan } from './translog-format.ts';
import type { PlacedRecord } from './translog-record.ts';

/** Finds out which indices lost something by damage of the translog, while it is read. */
export class TranslogLoss {
  readonly #log: Logger;
  readonly #damages: TranslogDamage[] = [];
  /** Sequence number of the last operation of each index. */
  readonly #last = new Map<string, number>();
  /** By damage: for each index the operations before and after it. Only for those whose content is unknown. */
  readonly #neighbours = new Map<TranslogDamage, Map<string, Neighbours>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  damaged(damage: TranslogDamage): void {
    this.#log.error(
      { path: damage.path, offset: damage.offset, bytes: damage.bytes, lost: damage.lost },
      'translog is damaged',
    );
    this.#damages.push(damage);
    if (damage.lost === undefined) {
      const before = [...this.#last].map(([uuid, seqNo]): [string, Neighbours] => [
        uuid,
        { before: seqNo, after: undefined },
      ]);
      this.#neighbours.set(damage, new Map(before));
    }
  }

  replayed({ uuid, seqNo }: PlacedRecord): void {
    for (const neighbours of this.#neighbours.values()) {
      const known = neighbours.get(uuid);
      if (known?.after === undefined) {
        neighbours.set(uuid, { before: known?.before, after: seqNo });
      }
    }
    this.#last.set(uuid, seqNo);
  }

  /** To be asked before the recovery: what the engine has already is not lost. */
  async findLosses(writers: ReadonlyMap<string, IndexWriter>): Promise<readonly IndexDamage[]> {
    const losses: IndexDamage[] = [];
    for (const damage of this.#damages) {
      if (damage.lost === undefined) {
        losses.push(...this.#possible(damage, writers));
        continue;
      }
      for (const span of damage.lost) {
        const writer = writers.get(span.uuid);
        if (writer !== undefined && !(await isInEngine(writer, span))) {
          losses.push(namedLoss(damage, span));
        }
        writer?.reserve(span.lastSeqNo + 1);
      }
      if (damage.lost.length === 0) {
        this.#log.warn({ place: placeOf(damage) }, 'damage of the translog lost nothing');
      }
    }
    return losses;
  }

  #possible(
    damage: TranslogDamage,
    writers: ReadonlyMap<string, IndexWriter>,
  ): readonly IndexDamage[] {
    const neighbours = this.#neighbours.get(damage);
    const unknown = { before: undefined, after: undefined };
    return [...writers.keys()].flatMap(
      (uuid) => possibleLoss(damage, uuid, neighbours?.get(uuid) ?? unknown) ?? [],
    );
  }
}

async function isInEngine({ table }: IndexWriter, span: OperationSpan): Promise<boolean> {
  const present = await table.findSeqNos(span.firstSeqNo);
  const found = [...present].filter((seqNo) => seqNo <= span.lastSeqNo);
  return found.length >= span.count;
}
