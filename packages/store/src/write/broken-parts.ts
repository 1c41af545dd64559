import { listDetachedParts } from '../engine/detached-parts.ts';
import type { IndexDamage } from './index-damage.ts';
import type { WriteIndex } from './writer.ts';

/** `broken-on-start_20261128_12_15_1`: documents of one day. */
const PART_DAY = /^[a-z-]+_(\d{4})(\d{2})(\d{2})_/;

/** Parts of tables that the engine put aside since their files are damaged: it goes on without a word. */
export async function findBrokenParts(
  dataPath: string,
  indices: readonly WriteIndex[],
): Promise<readonly IndexDamage[]> {
  const byTable = new Map(indices.map((index) => [index.table, index.uuid]));
  return (await listDetachedParts(dataPath)).flatMap(({ table, name, path }) => {
    const uuid = byTable.get(table);
    const day = PART_DAY.exec(name)?.slice(1).join('-');
    const of = day === undefined ? 'documents' : `documents of ${day}`;
    const what = `${of} are missing: the engine put the part [${name}] aside in [${path}]`;
    return uuid === undefined ? [] : [{ uuid, id: `part:${name}`, what }];
  });
}

/** A table is made before its index can be found, so that one that is not there was lost. */
export function missingTable({ uuid, table }: WriteIndex): IndexDamage {
  const what = `all documents are missing: the engine does not have the table [${table}]`;
  return { uuid, id: `table:${table}`, what };
}
