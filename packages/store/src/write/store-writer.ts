import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors, LongshoreError } from '@longshore/common/errors';
import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { WorkPool } from '../pools/work-pool.ts';
import { sql } from '../sql/sql.ts';
import { BackgroundSync } from './background-sync.ts';
import { findBrokenParts, missingTable, watchParts } from './broken-parts.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { ID_TABLE_OPERATIONS_MIN } from './document-finder.ts';
import { createIdMaker } from './document-id.ts';
import { EngineTable } from './engine-table.ts';
import type { IndexDamage } from './index-damage.ts';
import type { IndexFlusher } from './index-flusher.ts';
import type { RowOf } from './index-replay.ts';
import { IndexWriter } from './index-writer.ts';
import { dropKeptTables, KeptRows, type Snapshot } from './kept-rows.ts';
import { discardDoubtfulIdTables, openIdTables } from './open-id-tables.ts';
import type { StoredDocument, WriteOperation, WriteResult } from './operation.ts';
import { Recovery } from './recovery.ts';
import { type IndexRecovery, RecoveryGate } from './recovery-gate.ts';
import { RefreshScheduler } from './refresh-scheduler.ts';
import { ROOM_BYTES, RowRoom } from './row-room.ts';
import { TableSizes } from './table-sizes.ts';
import { readColumnNames, summarizeTables } from './table-summaries.ts';
import { Translog } from './translog.ts';
import { TranslogLoss } from './translog-loss.ts';
import { updateTables } from './update-tables.ts';
import type { IndexCounts, WriteIndex, Writer } from './writer.ts';

export interface WriterOptions {
  /** The setting `path.data`; the translog is below it in `store/translog`. */
  readonly dataPath: string;
  readonly engine: Engine;
  readonly log: Logger;
  /** Epoch ms. */
  readonly now: () => number;
  /** From so many operations on an index has a table of ids when it is used by ids of its own. */
  readonly idTableOperationsMin?: number;
  /** Acknowledged data is missing, which must be kept in mind: it is not found again at the next start. */
  readonly onDamage?: (damages: readonly IndexDamage[]) => Promise<void>;
  /** `start` waits this long for the recovery, so that after most starts everything is there; 2 s unless given. */
  readonly recoveryWaitMs?: number;
}

const SETUP_MS_MAX = 30_000;
const RECOVERY_WAIT_MS = 2_000;
/** What is not in the engine then is in the translog. */
const STOP_FLUSH_MS_MAX = 2_000;

/** Builds the write path; `start` opens it. The engine must have been started. */
export function openWriter(options: WriterOptions): Writer {
  return new StoreWriter(options);
}

class StoreWriter implements Writer {
  readonly pools = {
    write: new WorkPool(),
    get: new WorkPool(),
    flush: new WorkPool(),
    forceMerge: new WorkPool(),
  };
  readonly #options: WriterOptions;
  readonly #room = new RowRoom({ usedBytes: () => this.#usedBytes(), pool: this.pools.write });
  readonly #writers = new Map<string, IndexWriter>();
  readonly #translog: Translog;
  readonly #background: BackgroundSync;
  readonly #scheduler: RefreshScheduler;
  readonly #sizes: TableSizes;
  readonly #makeId: (seqNo: number) => string;
  readonly #checkpointPath: string;
  readonly #gate: RecoveryGate;
  #recovery: Recovery | undefined;
  #recovering: Promise<void> = Promise.resolve();
  #isStarted = false;

  constructor(options: WriterOptions) {
    const { dataPath, engine, log, now } = options;
    const folder = join(dataPath, 'store', 'translog');
    this.#options = options;
    this.#makeId = createIdMaker(now);
    this.#gate = new RecoveryGate(now);
    this.#sizes = new TableSizes(engine, now);
    this.#checkpointPath = join(folder, 'checkpoint.json');
    this.#translog = new Translog({
      folder,
      log,
      onRefused: (lastSynced) => this.#refuse(lastSynced),
      beforeRemove: () => this.#writeCheckpoint(),
    });
    this.#background = new BackgroundSync(this.#translog, log);
    this.#scheduler = new RefreshScheduler({
      writers: () => this.#flushers(),
      now,
      generation: () => this.#translog.generation,
      log,
    });
  }

  async start(indices: readonly WriteIndex[], rowOf: RowOf): Promise<void> {
    const { dataPath, engine, log, now } = this.#options;
    const started = now();
    await engine.execute(sql`CREATE DATABASE IF NOT EXISTS ls`, { timeoutMs: SETUP_MS_MAX });
    await dropKeptTables(engine);
    const known = await readColumnNames(engine);
    const damages: IndexDamage[] = [];
    for (const index of indices) {
      const writer = this.#createWriter(index);
      const names = known.get(index.table);
      if (names === undefined) {
        damages.push(missingTable(index));
        await writer.table.create(index.columns());
      } else {
        writer.table.know(names);
      }
      this.#writers.set(index.uuid, writer);
    }
    await Promise.all([
      updateTables(engine),
      openIdTables(engine, dataPath, this.#tables()),
      this.#loadSummaries([...this.#writers.values()]),
    ]);
    // Before the recovery, since that writes the file anew.
    for (const [uuid, nextSeqNo] of await readCheckpoint(this.#checkpointPath)) {
      this.#writers.get(uuid)?.reserve(nextSeqNo);
    }
    const recovery = this.#openRecovery(rowOf);
    const loss = new TranslogLoss(log);
    await this.#translog.open({
      replay: (record) => {
        loss.replayed(record);
        recovery.note(record);
      },
      damaged: (damage) => loss.damaged(damage),
    });
    damages.push(...(await loss.findLosses(this.#writers)));
    await discardDoubtfulIdTables(damages, this.#writers);
    // Before the damaged segments are removed.
    await this.#reportDamage([...damages, ...(await findBrokenParts(dataPath, indices))]);
    engine.onRestart(() => {
      for (const writer of this.#writers.values()) {
        writer.flusher.retryNow();
      }
    });
    watchParts({
      ...{ engine, dataPath, log },
      writers: () => [...this.#writers.values()],
      report: (found) => this.#reportDamage(found),
    });
    this.#recovering = recovery.run();
    const waitMs = this.#options.recoveryWaitMs ?? RECOVERY_WAIT_MS;
    await Promise.race([this.#recovering, sleep(waitMs, undefined, { ref: false })]);
    this.#isStarted = true;
    this.#scheduler.start();
    log.info({ indices: indices.length, ms: now() - started }, 'write path is open');
  }

  async stop(): Promise<void> {
    this.#scheduler.stop();
    this.#background.stop();
    if (!this.#isStarted) {
      return;
    }
    this.#isStarted = false;
    this.#room.close();
    this.#recovery?.stop();
    const flushed = Promise.allSettled([
      this.#recovering,
      ...this.#flushers().map((flusher) => flusher.flushAll()),
    ]);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_FLUSH_MS_MAX);
    });
    await Promise.race([flushed, late]);
    clearTimeout(timer);
    await this.#translog.close();
  }

  async addIndex(index: WriteIndex, copyOf?: string): Promise<void> {
    const writer = this.#createWriter(index);
    await writer.table.create(index.columns());
    if (copyOf !== undefined) {
      await this.#readable(copyOf);
      await writer.table.copyFrom(this.#writer(copyOf).table.name);
      await this.#loadSummaries([writer]);
    }
    this.#writers.set(index.uuid, writer);
  }

  async dropIndex(uuid: string): Promise<void> {
    const writer = this.#writer(uuid);
    this.#writers.delete(uuid);
    await this.#recovery?.leave(uuid);
    await writer.abandon();
    await writer.table.drop();
  }

  async apply(
    uuid: string,
    operations: readonly WriteOperation[],
  ): Promise<readonly (WriteResult | LongshoreError)[]> {
    try {
      return await this.pools.write.run(() => this.#apply(this.#writer(uuid), operations));
    } catch (error) {
      // A look-up failed before anything was decided.
      const known = error instanceof LongshoreError ? error : undefined;
      const refusal = known ?? errors.unavailable('documents could not be looked up by id', error);
      return operations.map(() => refusal);
    }
  }

  async #apply(writer: IndexWriter, operations: readonly WriteOperation[]) {
    await this.#gate.passWrite(writer.index);
    await this.#room.enter(writer);
    const results = await writer.apply(operations);
    this.#background.appended(writer.index);
    return results;
  }

  get refusals(): number {
    return this.#translog.refusals;
  }

  sync(refusalsBefore: number): Promise<void> {
    return this.#background.sync(refusalsBefore);
  }

  async refresh(uuids: readonly string[]): Promise<void> {
    const writers = await this.#allReadable(uuids);
    await Promise.all(writers.map(({ flusher }) => flusher.flushAll()));
  }

  flush(uuid: string): Promise<void> {
    return this.pools.flush.run(() => this.refresh([uuid]));
  }

  merge(uuid: string): Promise<void> {
    return this.pools.forceMerge.run(async () => {
      const { flusher, table } = await this.#readable(uuid);
      await flusher.flushAll();
      await table.merge();
      this.#sizes.forget();
    });
  }

  async waitForRefresh(uuids: readonly string[]): Promise<void> {
    const writers = await this.#allReadable(uuids);
    await Promise.all(
      writers.map(({ flusher, index }) => {
        // Without a periodic refresh nobody else would end the waiting.
        return index.refreshIntervalMs < 0 ? flusher.flushAll() : flusher.flushed();
      }),
    );
  }

  async settled(uuids: readonly string[]): Promise<void> {
    await this.#gate.wait(uuids);
    await Promise.all(uuids.map((uuid) => this.#writers.get(uuid)?.flusher.settled()));
  }

  async openSnapshot(uuid: string): Promise<Snapshot> {
    return (await this.#readable(uuid)).openSnapshot();
  }

  async get(
    uuid: string,
    ids: readonly string[],
    isRealtime = true,
  ): Promise<readonly (StoredDocument | undefined)[]> {
    const writer = await this.#readable(uuid);
    return this.pools.get.run(() => (isRealtime ? writer.get(ids) : writer.getSearchable(ids)));
  }

  recovered(): Promise<void> {
    return this.#recovering;
  }

  recovery(uuid: string): IndexRecovery | undefined {
    return this.#gate.progressOf(uuid);
  }

  unavailable(index: Pick<WriteIndex, 'uuid' | 'name'>): LongshoreError | undefined {
    return this.#gate.refusesReads(index);
  }

  async counts(uuid: string): Promise<IndexCounts> {
    const { documents, table, buffer, flusher } = this.#writer(uuid);
    const { rows, bytes, parts } = await this.#sizes.of(table.name);
    return {
      documents,
      deleted: Math.max(0, rows - documents),
      sizeBytes: bytes,
      segments: parts,
      refreshes: flusher.flushes,
      refreshMs: flusher.flushMs,
      waitingOperations: buffer.waiting,
      waitingBytes: buffer.bytes,
    };
  }

  pressure(): { readonly usedBytes: number; readonly limitBytes: number } {
    return { usedBytes: this.#usedBytes(), limitBytes: ROOM_BYTES };
  }

  timeRange(uuid: string): { readonly minMs: number; readonly maxMs: number } | undefined {
    return this.#writer(uuid).timeRange;
  }

  #usedBytes(): number {
    return [...this.#writers.values()].reduce((sum, { buffer }) => sum + buffer.bytes, 0);
  }

  #writer(uuid: string): IndexWriter {
    const writer = this.#writers.get(uuid);
    if (writer === undefined) {
      throw errors.indexDeleted();
    }
    return writer;
  }

  /** The writers of indices that are there and recovered. */
  async #allReadable(uuids: readonly string[]): Promise<readonly IndexWriter[]> {
    await this.#gate.passReads(uuids.map((uuid) => this.#writer(uuid).index));
    return uuids.map((uuid) => this.#writer(uuid));
  }

  async #readable(uuid: string): Promise<IndexWriter> {
    const [writer = this.#writer(uuid)] = await this.#allReadable([uuid]);
    return writer;
  }

  #openRecovery(rowOf: RowOf): Recovery {
    const recovery = new Recovery({
      rowOf,
      translog: this.#translog,
      writers: this.#writers,
      gate: this.#gate,
      reload: (writers) => this.#loadSummaries(writers),
      report: (damages) => this.#reportDamage(damages),
      log: this.#options.log,
    });
    this.#recovery = recovery;
    return recovery;
  }

  #tables(): readonly EngineTable[] {
    return [...this.#writers.values()].map(({ table }) => table);
  }

  #flushers(): readonly IndexFlusher[] {
    return [...this.#writers.values()].map(({ flusher }) => flusher);
  }

  #createWriter(index: WriteIndex): IndexWriter {
    const { engine, log, now } = this.#options;
    return new IndexWriter({
      index,
      engine,
      idTableOperationsMin: this.#options.idTableOperationsMin ?? ID_TABLE_OPERATIONS_MIN,
      table: new EngineTable(index.table, engine, log),
      kept: new KeptRows(index.table, engine, log),
      translog: this.#translog,
      makeId: this.#makeId,
      onFlushed: () => this.#sizes.forget(),
      now,
    });
  }

  async #loadSummaries(writers: readonly IndexWriter[]): Promise<void> {
    const tables = writers.map(({ table }) => table.name);
    const summaries = await summarizeTables(this.#options.engine, tables);
    for (const writer of writers) {
      const summary = summaries.get(writer.table.name);
      if (summary !== undefined) {
        writer.load(summary);
      }
    }
  }

  async #reportDamage(damages: readonly IndexDamage[]): Promise<void> {
    if (damages.length > 0) {
      await this.#options.onDamage?.(damages);
    }
  }

  #refuse(lastSynced: number): void {
    for (const writer of this.#writers.values()) {
      writer.refuse(lastSynced);
    }
  }

  /** Before the translog forgets operations: their sequence numbers must never be given out again. */
  async #writeCheckpoint(): Promise<void> {
    const next = new Map([...this.#writers].map(([uuid, writer]) => [uuid, writer.nextSeqNo]));
    await writeCheckpoint(this.#checkpointPath, next);
  }
}
