import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { EncodedRecords } from './encoded-records.ts';
import { type IndexDamage, lostSinceStart } from './index-damage.ts';
import { IndexReplay, type RowOf } from './index-replay.ts';
import type { IndexWriter } from './index-writer.ts';
import { LatestOperations, OperationCounts } from './recovered-operations.ts';
import type { RecoveryGate } from './recovery-gate.ts';
import type { Translog } from './translog.ts';
import type { PlacedRecord } from './translog-record.ts';

/** So many bytes of sources are recovered at a time: larger inserts cost less, but all of it is in memory. */
const WINDOW_BYTES = 192 * 1024 * 1024;
/** Indices that are recovered at once: while the disk syncs for one, others are mapped and read. */
const INDICES_AT_ONCE = 4;
/** What failed, since the engine was away for example, is tried again after this. */
const RETRY_MS = 1_000;
/** So often the translog is read before what it had at the start, and has no more, is taken for lost. */
const SHORT_READINGS_MAX = 3;
/** A person is told of a recovery that takes longer. */
const LONG_MS = 2_500;

export interface RecoveryParts {
  readonly translog: Translog;
  /** By uuid; an index that was deleted is not in it any more. */
  readonly writers: ReadonlyMap<string, IndexWriter>;
  readonly gate: RecoveryGate;
  readonly rowOf: RowOf;
  /** Operations are lost: the indices are red from then on. */
  report(damages: readonly IndexDamage[]): Promise<void>;
  /** Reads again what the engine has of these indices. */
  reload(writers: readonly IndexWriter[]): Promise<void>;
  readonly log: Logger;
}

/**
 * Brings operations of the translog into the engine, each exactly once: a sequence number that the table has is not
 * inserted again, and of each id only the last operation counts. That holds however often it is cut off.
 *
 * The translog is read once to know what there is of each index, and then once for as many indices as fit into memory
 * together, those with the least first. So an index gets few inserts, however many others it shares the translog with,
 * and most indices are there again before the few large ones.
 */
export class Recovery {
  readonly #parts: RecoveryParts;
  readonly #replay: IndexReplay;
  /** Bytes of sources by index. */
  readonly #bytes = new Map<string, number>();
  readonly #underWay = new Map<string, Promise<void>>();
  #failed = new Set<string>();
  #shortReadings = 0;
  readonly #stopping = new AbortController();

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
    this.#replay = new IndexReplay({ ...parts, isStopping: () => this.#isStopping });
  }

  /** To be called with every operation, in order, before `run`: no index of them can be used until it is recovered. */
  note({ uuid, seqNo, sourceLength }: PlacedRecord): void {
    const { writers, gate } = this.#parts;
    this.#bytes.set(uuid, (this.#bytes.get(uuid) ?? 0) + sourceLength);
    const writer = writers.get(uuid);
    if (writer !== undefined) {
      // Now, since the numbers are kept when a part of the translog is removed.
      writer.reserve(seqNo + 1);
      gate.expect(uuid, sourceLength);
    }
  }

  /** Resolves when all indices are recovered, or after `stop`; never rejects. What fails is tried again. */
  async run(): Promise<void> {
    const { log } = this.#parts;
    const isLong = setTimeout(
      () => log.warn('what the last run had not yet written is still being read back'),
      LONG_MS,
    );
    await this.#run();
    clearTimeout(isLong);
    if (!this.#isStopping) {
      await this.#parts.translog.releaseFound();
    }
  }

  async #run(): Promise<void> {
    let todo: ReadonlyMap<string, number> = this.#bytes;
    do {
      await this.#recoverAll(todo);
      todo = new Map([...this.#bytes].filter(([uuid]) => this.#failed.has(uuid)));
      this.#failed = new Set();
    } while (todo.size > 0 && (await this.#pause()));
  }

  /** What is not recovered by now is so after the next start. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Resolves when nothing is inserted into an index that was deleted. */
  async leave(uuid: string): Promise<void> {
    this.#parts.gate.forget(uuid);
    await this.#underWay.get(uuid);
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #recoverAll(bytesOf: ReadonlyMap<string, number>): Promise<void> {
    for (const uuids of packIndices(bytesOf)) {
      try {
        await this.#recoverGroup(uuids);
      } catch (error) {
        this.#parts.log.warn({ error }, 'could not recover from the translog; trying again');
        this.#failed = new Set([...this.#failed, ...this.#closed(uuids)]);
      }
    }
  }

  /** False when it is to be stopped. */
  async #pause(): Promise<boolean> {
    await sleep(RETRY_MS, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    return !this.#isStopping;
  }

  /** Those that are not recovered. One that is may have newer operations by now, and must be left alone. */
  #closed(uuids: ReadonlySet<string>): readonly string[] {
    const { gate } = this.#parts;
    return [...uuids].filter((uuid) => gate.progressOf(uuid)?.stage !== 'done');
  }

  async #recoverGroup(uuids: ReadonlySet<string>): Promise<void> {
    const { translog, gate } = this.#parts;
    if (this.#isStopping) {
      return;
    }
    // Those of which a part is in the engine since an earlier try.
    const begun = [...uuids].filter((uuid) => gate.progressOf(uuid)?.stage === 'translog');
    await this.#reload(begun);
    for (const uuid of begun) {
      gate.restart(uuid);
    }
    const bytes = [...uuids].reduce((sum, uuid) => sum + (this.#bytes.get(uuid) ?? 0), 0);
    const latest = bytes > WINDOW_BYTES ? await this.#findLatest(uuids) : undefined;
    const counts = new OperationCounts();
    let window = new Window(latest);
    for await (const { generation, records } of translog.readAgain(uuids)) {
      if (window.bytes >= WINDOW_BYTES) {
        await this.#recoverWindow(window);
        window = new Window(latest);
      }
      for (const record of records) {
        window.add(record);
        counts.add(record, generation);
      }
    }
    await this.#checkWhole(uuids, counts);
    window.isLast = true;
    await this.#recoverWindow(window);
    await this.#openRest(uuids);
    if (!this.#isStopping) {
      // Once, since what failed is tried again as a whole. Segments without operations have waited for this as well.
      const recovered = [...uuids].filter((uuid) => !this.#failed.has(uuid));
      await translog.releaseCounts(counts.of(recovered));
    }
  }

  /** Nothing that could be read at the start may be left out without a word. */
  async #checkWhole(uuids: ReadonlySet<string>, counts: OperationCounts): Promise<void> {
    const { gate, report } = this.#parts;
    const lost = [...uuids].flatMap((uuid) => {
      const missing = (gate.progressOf(uuid)?.operations ?? 0) - counts.total(uuid);
      return missing > 0 ? [lostSinceStart(uuid, missing)] : [];
    });
    if (lost.length === 0 || this.#isStopping) {
      return;
    }
    this.#shortReadings += 1;
    if (this.#shortReadings < SHORT_READINGS_MAX) {
      throw new Error('the translog has not all that it had when the store was started');
    }
    await report(lost);
  }

  /** Indices of which the last window had nothing. */
  async #openRest(uuids: ReadonlySet<string>): Promise<void> {
    const rest = this.#isStopping
      ? []
      : this.#closed(uuids).filter((uuid) => !this.#failed.has(uuid));
    await this.#reload(rest);
    for (const uuid of rest) {
      this.#parts.gate.open(uuid);
    }
  }

  async #reload(uuids: readonly string[]): Promise<void> {
    const { writers, reload } = this.#parts;
    await reload(uuids.flatMap((uuid) => writers.get(uuid) ?? []));
  }

  /** For an index that does not fit into memory as a whole. */
  async #findLatest(uuids: ReadonlySet<string>): Promise<LatestOperations> {
    const latest = new LatestOperations();
    for await (const { records } of this.#parts.translog.readAgain(uuids)) {
      for (const record of records) {
        latest.note(record);
      }
    }
    return latest;
  }

  /** Several indices at once; each can be used when its last window is in the engine. */
  async #recoverWindow(window: Window): Promise<void> {
    const waiting = window.byIndex.entries();
    const recoverNext = async () => {
      for (const [uuid, records] of waiting) {
        const recovering = this.#tryRecover(uuid, records, window);
        this.#underWay.set(uuid, recovering);
        await recovering;
        this.#underWay.delete(uuid);
      }
    };
    await Promise.all(Array.from({ length: INDICES_AT_ONCE }, recoverNext));
  }

  async #tryRecover(
    uuid: string,
    records: EncodedRecords,
    { latest, isLast }: Window,
  ): Promise<void> {
    const { writers, gate, log } = this.#parts;
    const writer = writers.get(uuid);
    if (writer === undefined || this.#failed.has(uuid) || this.#isStopping) {
      return;
    }
    try {
      gate.begin(uuid);
      const advance = (operations: number) => gate.advance(uuid, operations);
      await this.#replay.run(writer, records, { latest, advance });
      if (isLast) {
        await this.#parts.reload([writer]);
        gate.open(uuid);
      }
    } catch (error) {
      if (writers.has(uuid) && !this.#isStopping) {
        log.warn({ error, index: writer.index.name }, 'could not recover an index; trying again');
      }
      this.#failed.add(uuid);
    }
  }
}

/** Operations that are recovered together. */
class Window {
  readonly byIndex = new Map<string, EncodedRecords>();
  readonly latest: LatestOperations;
  /** No more operations of these indices come after it. */
  isLast = false;
  /** Of their sources. */
  bytes = 0;
  readonly #isWhole: boolean;

  /** Without `latest`, the last operation on an id is the last one in here. */
  constructor(latest: LatestOperations | undefined) {
    this.#isWhole = latest === undefined;
    this.latest = latest ?? new LatestOperations();
  }

  add(record: PlacedRecord): void {
    let ofIndex = this.byIndex.get(record.uuid);
    if (ofIndex === undefined) {
      ofIndex = new EncodedRecords();
      this.byIndex.set(record.uuid, ofIndex);
    }
    ofIndex.add(record);
    this.bytes += record.sourceLength;
    if (this.#isWhole) {
      this.latest.note(record);
    }
  }
}

/** Indices in groups that fit into a window each, the smallest first; one that does not is a group of its own. */
function packIndices(bytesOf: ReadonlyMap<string, number>): readonly ReadonlySet<string>[] {
  const groups: Set<string>[] = [];
  let room = 0;
  for (const [uuid, bytes] of [...bytesOf].sort(([, a], [, b]) => a - b)) {
    if (groups.length === 0 || bytes > room) {
      groups.push(new Set());
      room = WINDOW_BYTES;
    }
    groups.at(-1)?.add(uuid);
    room -= bytes;
  }
  return groups.length === 0 ? [new Set()] : groups;
}
