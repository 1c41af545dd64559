import type { Engine } from '../engine/engine.ts';
import { sql } from '../sql/sql.ts';
import type { IndexDamage } from './index-damage.ts';
import type { WriteIndex } from './writer.ts';

const STATEMENT_MS_MAX = 30_000;
/** `20261128_12_15_1`: documents of one day. */
const PART_DAY = /^(?:[a-z-]+_)?(\d{4})(\d{2})(\d{2})_/;

/** Parts of tables that the engine put aside since their files are damaged: it goes on without a word. */
export async function findBrokenParts(
  engine: Engine,
  indices: readonly WriteIndex[],
): Promise<readonly IndexDamage[]> {
  const rows = await engine.query(
    sql`SELECT database || '.' || table AS table_name, name, reason, path, bytes_on_disk AS bytes FROM system.detached_parts WHERE database = 'ls' AND (reason LIKE '%broken%' OR reason LIKE 'unexpected%')`,
    { timeoutMs: STATEMENT_MS_MAX },
  );
  const byTable = new Map(indices.map((index) => [index.table, index.uuid]));
  return rows.flatMap(({ table_name, name, reason, path, bytes }) => {
    const uuid = byTable.get(String(table_name));
    const day = PART_DAY.exec(String(name).replace(`${reason}_`, ''))
      ?.slice(1)
      .join('-');
    const of = day === undefined ? 'documents' : `documents with a @timestamp of ${day}`;
    const what = `${of} are missing: the engine put the part [${name}] aside as [${reason}] (${bytes} bytes in [${path}])`;
    return uuid === undefined ? [] : [{ uuid, id: `part:${name}`, what }];
  });
}

/** A table is made before its index can be found, so that one that is not there was lost. */
export function missingTable({ uuid, table }: WriteIndex): IndexDamage {
  const what = `all documents are missing: the engine does not have the table [${table}]`;
  return { uuid, id: `table:${table}`, what };
}
