import { listDetachedParts } from '../engine/detached-parts.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineTable } from './engine-table.ts';
import { LIST_ID_TABLES } from './id-table-sql.ts';
import type { IndexDamage } from './index-damage.ts';
import { dropTable } from './table-sql.ts';

const STATEMENT_MS_MAX = 30_000;

/**
 * At the start: takes over the tables of ids that are whole and drops the others, of which each can be made again: those
 * that were being made, that lost a part, or whose rows are gone.
 */
export async function openIdTables(
  engine: Engine,
  dataPath: string,
  tables: readonly EngineTable[],
): Promise<void> {
  const options = { timeoutMs: STATEMENT_MS_MAX };
  const broken = await brokenTables(dataPath);
  const byName = new Map(tables.map(({ ids }) => [ids.name, ids]));
  for (const { table_name, is_whole } of await engine.query(LIST_ID_TABLES, options)) {
    const name = String(table_name);
    const ids = byName.get(name);
    if (ids === undefined || is_whole !== 1 || broken.has(name)) {
      await engine.execute(dropTable(name), options);
    } else {
      ids.adopt();
    }
  }
}

/** Where operations were lost, what a table of ids says of them would hide the rows of those before. */
export async function discardDoubtfulIdTables(
  damages: readonly IndexDamage[],
  writers: ReadonlyMap<string, { readonly table: EngineTable }>,
): Promise<void> {
  for (const uuid of new Set(damages.map((damage) => damage.uuid))) {
    await writers.get(uuid)?.table.ids.discard();
  }
}

/** After a restart of the engine: drops those that lost a part. */
export async function discardBrokenIdTables(
  dataPath: string,
  tables: readonly EngineTable[],
): Promise<void> {
  const broken = await brokenTables(dataPath);
  for (const { ids } of tables) {
    if (broken.has(ids.name)) {
      await ids.discard();
    }
  }
}

async function brokenTables(dataPath: string): Promise<ReadonlySet<string>> {
  return new Set((await listDetachedParts(dataPath)).map(({ table }) => table));
}
