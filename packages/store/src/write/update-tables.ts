import type { Engine } from '../engine/engine.ts';
import { sql } from '../sql/sql.ts';
import { addTextDefaults, updateSettings } from './table-sql.ts';

const STATEMENT_MS_MAX = 30_000;

/** Tables that an older version made get what those of this one have from the start. */
export async function updateTables(engine: Engine): Promise<void> {
  await giveSettings(engine);
  await giveTextDefaults(engine);
}

/** Merges with the settings of an older version may not fit into memory. */
async function giveSettings(engine: Engine): Promise<void> {
  const tables = await engine.query(
    sql`SELECT database || '.' || name AS table_name, engine_full FROM system.tables WHERE database = 'ls' AND startsWith(name, 'i_')`,
    { timeoutMs: STATEMENT_MS_MAX },
  );
  for (const { table_name, engine_full } of tables) {
    const update = updateSettings(String(table_name), String(engine_full));
    if (update !== undefined) {
      await engine.execute(update, { timeoutMs: STATEMENT_MS_MAX });
    }
  }
}

async function giveTextDefaults(engine: Engine): Promise<void> {
  const tables = await engine.query(
    sql`SELECT database || '.' || table AS table_name, groupArray(name) AS names FROM system.columns WHERE database = 'ls' AND type = 'Nullable(String)' AND default_kind = '' AND (table, 'ix_' || name) IN (SELECT table, name FROM system.data_skipping_indices WHERE database = 'ls' AND type = 'text') GROUP BY table_name`,
    { timeoutMs: STATEMENT_MS_MAX },
  );
  for (const { table_name, names } of tables) {
    const columns = Array.isArray(names) ? names.map(String) : [];
    await engine.execute(addTextDefaults(String(table_name), columns), {
      timeoutMs: STATEMENT_MS_MAX,
    });
  }
}
