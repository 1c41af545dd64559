import type { Logger } from 'pino';
import { listDetachedParts } from '../engine/detached-parts.ts';
import type { DamagedPart, Engine } from '../engine/engine.ts';
import type { EngineTable } from './engine-table.ts';
import type { IndexDamage } from './index-damage.ts';
import { discardBrokenIdTables } from './open-id-tables.ts';
import type { WriteIndex } from './writer.ts';

/** `broken-on-start_20261128_12_15_1`, or without a reason: documents of one day. */
const PART_DAY = /^(?:[a-z-]+_)?(\d{4})(\d{2})(\d{2})_/;

/** Parts of tables that the engine put aside since their files are damaged: it goes on without a word. */
export async function findBrokenParts(
  dataPath: string,
  indices: readonly WriteIndex[],
): Promise<readonly IndexDamage[]> {
  const byTable = new Map(indices.map((index) => [index.table, index.uuid]));
  return (await listDetachedParts(dataPath)).flatMap(({ table, name, path }) => {
    const uuid = byTable.get(table);
    const what = `${documentsOf(name)} are missing: the engine put the part [${name}] aside in [${path}]`;
    return uuid === undefined ? [] : [{ uuid, id: `part:${name}`, what }];
  });
}

/** Notices parts that break later: when a statement cannot read one, and when the engine has opened its tables again. */
export function watchParts({
  engine,
  dataPath,
  log,
  writers,
  report,
}: {
  readonly engine: Engine;
  readonly dataPath: string;
  readonly log: Logger;
  writers(): readonly { readonly index: WriteIndex; readonly table: EngineTable }[];
  report(damages: readonly IndexDamage[]): Promise<void>;
}): void {
  const tell = (find: () => Promise<readonly IndexDamage[]>) =>
    void find()
      .then(report)
      .catch((error: unknown) => log.warn({ error }, 'could not keep in mind what is damaged'));
  const lookAgain = async () => {
    const all = writers();
    await discardBrokenIdTables(
      dataPath,
      all.map(({ table }) => table),
    );
    return findBrokenParts(
      dataPath,
      all.map(({ index }) => index),
    );
  };
  const judge = async (part: DamagedPart) => {
    const all = writers();
    // It can be made again.
    await all.find(({ table }) => table.ids.name === part.table)?.table.ids.discard();
    const owner = all.find(({ table }) => table.name === part.table);
    return owner === undefined ? [] : [unreadablePart(owner.index, part)];
  };
  engine.onRestart(() => tell(lookAgain));
  engine.onDamagedPart((part) => tell(() => judge(part)));
}

function unreadablePart({ uuid }: WriteIndex, { name, path }: DamagedPart): IndexDamage {
  const what = `${documentsOf(name)} cannot be read: files of the part [${name}] in [${path}] are damaged`;
  return { uuid, id: `part:${name}`, what };
}

function documentsOf(part: string): string {
  const day = PART_DAY.exec(part)?.slice(1).join('-');
  return day === undefined ? 'documents' : `documents of ${day}`;
}

/** A table is made before its index can be found, so that one that is not there was lost. */
export function missingTable({ uuid, table }: WriteIndex): IndexDamage {
  const what = `all documents are missing: the engine does not have the table [${table}]`;
  return { uuid, id: `table:${table}`, what };
}
