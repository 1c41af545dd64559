import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import { GONE_COLUMN } from '../index/column.ts';
import { column, join, raw, type Sql, sql, string } from '../sql/sql.ts';
import type { Batch } from './table-buffer.ts';
import { dropTable } from './table-sql.ts';

const STATEMENT_MS_MAX = 60_000;
const KEPT_ROWS_MAX = 5_000;
/** Tables of kept rows begin with this; whatever is left of them at a start belongs to nobody. */
const KEPT_PREFIX = 's_';

/** A moment of one index that a reader holds on to. */
export interface Snapshot {
  /** Operations up to this one are seen. */
  readonly seqNoMax: number;
  /** The table of rows that were replaced or deleted since somebody began to hold; undefined while there is none. */
  readonly keptTable: string | undefined;
  /** False when what it needs could not be kept. */
  readonly isWhole: boolean;
  /** Rows up to this number will not be read any more. */
  passed(seqNo: number): void;
  release(): Promise<void>;
}

interface Holder {
  seqNoPassed: number;
  isWhole: boolean;
}

/**
 * Keeps rows of one table that are about to be deleted, for as long as snapshots may read them. Costs nothing while
 * there are none, and nothing where rows are only added.
 */
export class KeptRows {
  readonly #table: string;
  readonly #keptTable: string;
  readonly #engine: Engine;
  readonly #log: Logger;
  readonly #holders = new Set<Holder>();
  #columns: readonly string[] | undefined;
  #keptUpTo = -1;
  #dropping: Promise<void> = Promise.resolve();

  constructor(table: string, engine: Engine, log: Logger) {
    this.#table = table;
    this.#keptTable = table.replace('.i_', `.${KEPT_PREFIX}`);
    this.#engine = engine;
    this.#log = log;
  }

  /** Holds on to the rows of now. `settle` waits until no overwrite is half done and gives the last operation in the table. */
  async open(settle: () => Promise<number>): Promise<Snapshot> {
    const holder: Holder = { seqNoPassed: -1, isWhole: true };
    this.#holders.add(holder);
    const seqNoMax = await settle();
    const keptTable = () => (this.#columns === undefined ? undefined : this.#keptTable);
    return {
      seqNoMax,
      get keptTable() {
        return keptTable();
      },
      get isWhole() {
        return holder.isWhole;
      },
      passed: (seqNo) => {
        holder.seqNoPassed = Math.max(holder.seqNoPassed, seqNo);
      },
      release: () => this.#release(holder),
    };
  }

  /** Before a batch deletes rows. A snapshot whose rows cannot be kept is broken; the batch goes on. */
  async keep({ replacedSeqNos, entries }: Batch): Promise<void> {
    const last = entries.at(-1)?.seqNo ?? -1;
    if (this.#holders.size === 0 || replacedSeqNos.length === 0 || last <= this.#keptUpTo) {
      return;
    }
    try {
      await this.#dropping;
      this.#columns ??= await this.#createTable();
      const passed = Math.min(...[...this.#holders].map(({ seqNoPassed }) => seqNoPassed));
      const wanted = replacedSeqNos.filter((seqNo) => seqNo > passed);
      for (let from = 0; from < wanted.length; from += KEPT_ROWS_MAX) {
        const seqNos = wanted.slice(from, from + KEPT_ROWS_MAX);
        await this.#execute(this.#copy(seqNos, last, this.#columns));
      }
      this.#keptUpTo = last;
    } catch (error) {
      this.#log.error({ error, table: this.#table }, 'rows for open snapshots could not be kept');
      for (const holder of this.#holders) {
        holder.isWhole = false;
      }
    }
  }

  /** The table is dropped: nobody can read on. */
  async abandon(): Promise<void> {
    for (const holder of this.#holders) {
      holder.isWhole = false;
    }
    this.#holders.clear();
    await this.#drop();
  }

  async #release(holder: Holder): Promise<void> {
    this.#holders.delete(holder);
    if (this.#holders.size === 0) {
      await this.#drop();
    }
  }

  async #drop(): Promise<void> {
    if (this.#columns !== undefined) {
      this.#columns = undefined;
      const dropped = this.#execute(dropTable(this.#keptTable));
      this.#dropping = dropped.catch((error: unknown) => {
        this.#log.warn({ error, table: this.#keptTable }, 'kept rows could not be dropped');
      });
    }
    await this.#dropping;
  }

  async #createTable(): Promise<readonly string[]> {
    await this.#execute(dropTable(this.#keptTable));
    await this.#execute(sql`CREATE TABLE ${raw(this.#keptTable)} AS ${raw(this.#table)}`);
    await this.#execute(
      sql`ALTER TABLE ${raw(this.#keptTable)} ADD COLUMN ${column(GONE_COLUMN)} UInt64`,
    );
    const [database = '', name = ''] = this.#keptTable.split('.');
    const rows = await this.#engine.query(
      sql`SELECT name FROM system.columns WHERE database = ${string(database)} AND table = ${string(name)}`,
      { timeoutMs: STATEMENT_MS_MAX },
    );
    return rows.map((row) => String(row.name)).filter((known) => known !== GONE_COLUMN);
  }

  #copy(seqNos: readonly number[], last: number, names: readonly string[]): Sql {
    const columns = join(names.map(column), ', ');
    return sql`INSERT INTO ${raw(this.#keptTable)} (${columns}, ${column(GONE_COLUMN)}) SELECT ${columns}, ${raw(String(last))} FROM ${raw(this.#table)} WHERE _seq IN (${raw(seqNos.join(', '))})`;
  }

  #execute(statement: Sql): Promise<void> {
    return this.#engine.execute(statement, { timeoutMs: STATEMENT_MS_MAX });
  }
}

/** Drops what an earlier process kept. */
export async function dropKeptTables(engine: Engine): Promise<void> {
  const options = { timeoutMs: STATEMENT_MS_MAX };
  const rows = await engine.query(
    sql`SELECT database || '.' || name AS table_name FROM system.tables WHERE database = 'ls' AND startsWith(name, ${string(KEPT_PREFIX)})`,
    options,
  );
  for (const { table_name } of rows) {
    await engine.execute(dropTable(String(table_name)), options);
  }
}
