import { MAPPING_DEFAULTS } from '../packages/store/src/index/index-mapping.ts';
import { mapDocument } from '../packages/store/src/index/map-document.ts';
import { parseMapping } from '../packages/store/src/index/parse-mapping.ts';
import { raw } from '../packages/store/src/sql/sql.ts';
import { openTestEngine, type TestEngine } from '../packages/store/src/testing.ts';
import { createIdMaker } from '../packages/store/src/write/document-id.ts';
import { encodeNative } from '../packages/store/src/write/native-rows.ts';
import { type Row, RowWriter } from '../packages/store/src/write/row-block.ts';
import { createTable, mergeParts } from '../packages/store/src/write/table-sql.ts';
import { processUsage } from './support.ts';
import { benchMappings } from './support-bench-templates.ts';

/** What documents take on disk, in bytes. */
export interface DiskUse {
  readonly bytes: number;
  readonly columns: readonly (readonly [string, number])[];
  readonly indices: readonly (readonly [string, number])[];
  /** Of a core, for each document. */
  readonly insertCpuUs: number;
  readonly mergeCpuUs: number;
}

const TABLE = 'ls.bench';
const INSERT_ROWS = 10_000;
const TIMEOUT = { timeoutMs: 200_000 };
const ACTIVE = "database = 'ls' AND table = 'bench' AND active";

/** Puts documents into a table as the store makes it for a data stream, merges it, and asks what takes the room. */
export async function measureDisk(sources: readonly Buffer[], mode: string): Promise<DiskUse> {
  const engine = await openTestEngine();
  const cpuUs = () =>
    ((processUsage(engine.engine.pid ?? 0)?.cpuSeconds ?? 0) * 1e6) / sources.length;
  try {
    const before = cpuUs();
    await fill(engine, sources, mode);
    const filled = cpuUs();
    await engine.engine.execute(mergeParts(TABLE), TIMEOUT);
    const merged = cpuUs();
    const [total] = await engine.query(
      raw(`SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE ${ACTIVE}`),
      TIMEOUT,
    );
    return {
      bytes: Number(total?.bytes),
      columns: await sizes(
        engine,
        `SELECT column AS name, sum(column_bytes_on_disk) AS bytes FROM system.parts_columns WHERE ${ACTIVE} GROUP BY name`,
      ),
      indices: await sizes(
        engine,
        "SELECT concat('index ', name) AS name, data_compressed_bytes + marks_bytes AS bytes FROM system.data_skipping_indices WHERE database = 'ls' AND table = 'bench'",
      ),
      insertCpuUs: filled - before,
      mergeCpuUs: merged - filled,
    };
  } finally {
    await engine.close();
  }
}

async function sizes({ query }: TestEngine, statement: string) {
  const rows = await query(raw(statement), TIMEOUT);
  return rows.map(({ name, bytes }) => [String(name), Number(bytes)] as const);
}

async function fill({ engine }: TestEngine, sources: readonly Buffer[], mode: string) {
  const makeId = createIdMaker(Date.now);
  let mapping = parseMapping(
    { ...benchMappings(), _source: { mode } },
    { ...MAPPING_DEFAULTS, timeField: '@timestamp' },
  );
  const first = mapDocument(mapping, JSON.parse(String(sources[0])));
  mapping = first.mapping;
  await engine.execute(createTable(TABLE, mapping.columns), TIMEOUT);
  for (let from = 0; from < sources.length; from += INSERT_ROWS) {
    const writer = new RowWriter(() => mapping.columns);
    const rows: Row[] = sources.slice(from, from + INSERT_ROWS).map((source, i) => {
      const { row } = mapDocument(mapping, JSON.parse(source.toString()));
      const seqNo = from + i;
      return writer.write({ id: makeId(seqNo), seqNo, version: 1, source }, row);
    });
    await engine.insert({ table: TABLE, rows: encodeNative(rows) }, TIMEOUT);
  }
}
