import { MAPPING_DEFAULTS } from '../packages/store/src/index/index-mapping.ts';
import { mapDocument } from '../packages/store/src/index/map-document.ts';
import { parseMapping } from '../packages/store/src/index/parse-mapping.ts';
import { openTestEngine } from '../packages/store/src/testing.ts';
import { encodeNative } from '../packages/store/src/write/native-rows.ts';
import { RowWriter } from '../packages/store/src/write/row-block.ts';
import { createTable } from '../packages/store/src/write/table-sql.ts';
import { type Kind, makeDocument } from './support-documents.ts';

const TABLE = 'ls.bench';
/** About the 8 MiB of row text that the store inserts at once. */
const ROWS: Readonly<Record<Kind, number>> = { logs: 6_400, metrics: 2_300 };
const BLOCKS = 4;
const TIMEOUT_MS = 30_000;

/**
 * Documents per second that the engine takes when nothing else is to be done: the rows are ready, into a table as the
 * store makes it, one insert after the other. The limit of everything above it.
 */
export async function measureEngineAlone(kind: Kind, seconds: number): Promise<number> {
  const engine = await openTestEngine();
  try {
    const blocks = await prepare(kind, (statement) =>
      engine.engine.execute(statement, { timeoutMs: TIMEOUT_MS }),
    );
    const startMs = performance.now();
    const deadline = startMs + seconds * 1_000;
    let inserts = 0;
    for (; performance.now() < deadline; inserts++) {
      const block = blocks[inserts % BLOCKS];
      if (block) {
        const insert = { ...block, table: TABLE, deduplicationToken: `bench-${inserts}` };
        await engine.engine.insert(insert, { timeoutMs: TIMEOUT_MS });
      }
    }
    return (inserts * ROWS[kind] * 1_000) / (performance.now() - startMs);
  } finally {
    await engine.close();
  }
}

async function prepare(
  kind: Kind,
  execute: (statement: ReturnType<typeof createTable>) => Promise<void>,
) {
  const properties = { '@timestamp': { type: 'date' }, message: { type: 'match_only_text' } };
  const options = { ...MAPPING_DEFAULTS, isDataStream: true };
  const document = () => JSON.parse(JSON.stringify(makeDocument(kind, Date.now())));
  const strings = { match_mapping_type: 'string', mapping: { type: 'keyword' } };
  const empty = parseMapping({ properties, dynamic_templates: [{ strings }] }, options);
  const { mapping } = mapDocument(empty, document());
  const columns = [...mapping.fields.values()].map(({ column }) => column);
  await execute(createTable(TABLE, columns));
  return Array.from({ length: BLOCKS }, () => {
    const writer = new RowWriter(() => columns);
    const rows = Array.from({ length: ROWS[kind] }, (_, seqNo) => {
      const value = document();
      const source = Buffer.from(JSON.stringify(value));
      const { row } = mapDocument(mapping, value);
      return writer.write({ id: `bench${seqNo}`, seqNo, version: 1, source }, row);
    });
    return { rows: encodeNative(rows) };
  });
}
