import { MAPPING_DEFAULTS } from '../packages/store/src/index/index-mapping.ts';
import { mapDocument } from '../packages/store/src/index/map-document.ts';
import { parseMapping } from '../packages/store/src/index/parse-mapping.ts';
import { raw } from '../packages/store/src/sql/sql.ts';
import { openTestEngine, type TestEngine } from '../packages/store/src/testing.ts';
import { encodeNative } from '../packages/store/src/write/native-rows.ts';
import { RowWriter } from '../packages/store/src/write/row-block.ts';
import { createTable } from '../packages/store/src/write/table-sql.ts';
import { processUsage } from './support.ts';
import { type Kind, makeDocument } from './support-documents.ts';

const TABLE = 'ls.bench';
/** About what the store inserts at once. */
const ROWS: Readonly<Record<Kind, number>> = { logs: 10_000, metrics: 5_000 };
const BLOCKS = 4;
const TIMEOUT = { timeoutMs: 30_000 };

/** As a plain `INSERT ... FORMAT JSONEachRow`, or as the store does it. */
export type InsertFormat = 'JSONEachRow' | 'Native';

type Insert = () => Promise<void>;

/**
 * Documents per second that the engine takes when nothing else is to be done: the rows are ready, into a table as the
 * store makes it, one insert after the other. The limit of everything above it. And the microseconds of a core that
 * each takes.
 */
export async function measureEngineAlone(
  kind: Kind,
  format: InsertFormat,
  seconds: number,
): Promise<{ readonly documentsPerS: number; readonly cpuUs: number }> {
  const engine = await openTestEngine();
  const cpuSeconds = () => processUsage(engine.engine.pid ?? 0)?.cpuSeconds ?? 0;
  try {
    const inserts = await prepare(kind, format, engine);
    const startMs = performance.now();
    const before = cpuSeconds();
    let count = 0;
    for (; performance.now() < startMs + seconds * 1_000; count++) {
      await inserts[count % inserts.length]?.();
    }
    const documents = count * ROWS[kind];
    return {
      documentsPerS: (documents * 1_000) / (performance.now() - startMs),
      cpuUs: ((cpuSeconds() - before) * 1e6) / documents,
    };
  } finally {
    await engine.close();
  }
}

async function prepare(
  kind: Kind,
  format: InsertFormat,
  { engine }: TestEngine,
): Promise<readonly Insert[]> {
  const properties = { '@timestamp': { type: 'date' }, message: { type: 'match_only_text' } };
  const options = { ...MAPPING_DEFAULTS, isDataStream: true };
  const document = () => JSON.parse(JSON.stringify(makeDocument(kind, Date.now())));
  const strings = { match_mapping_type: 'string', mapping: { type: 'keyword' } };
  const empty = parseMapping({ properties, dynamic_templates: [{ strings }] }, options);
  const { mapping } = mapDocument(empty, document());
  const columns = [...mapping.fields.values()].map(({ column }) => column);
  await engine.execute(createTable(TABLE, columns), TIMEOUT);
  return Array.from({ length: BLOCKS }, () => {
    const documents = Array.from({ length: ROWS[kind] }, (_, seqNo) => {
      const value = document();
      const head = { id: `bench${seqNo}`, seqNo, version: 1 };
      const source = Buffer.from(JSON.stringify(value));
      return { head: { ...head, source }, row: mapDocument(mapping, value).row };
    });
    if (format === 'Native') {
      const writer = new RowWriter(() => columns);
      const rows = encodeNative(documents.map(({ head, row }) => writer.write(head, row)));
      return () => engine.insert({ table: TABLE, rows }, TIMEOUT);
    }
    const lines = documents.map(({ head: { id, seqNo, version, source }, row }) =>
      JSON.stringify({
        ...{ _id: id, _seq: seqNo, _ver: version, _source: source.toString(), ts: row.timeMs },
        ...Object.fromEntries(row.values),
      }),
    );
    const text = lines.join('\n');
    return () => engine.execute(raw(`INSERT INTO ${TABLE} FORMAT JSONEachRow ${text}`), TIMEOUT);
  });
}
