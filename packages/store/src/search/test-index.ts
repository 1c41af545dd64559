import type { Json, JsonObject } from '@longshore/common/json';
import type { OptionValues } from '../analysis/options.ts';
import { readAnalysis } from '../analysis/read-definitions.ts';
import { parseExact } from '../index/exact-json.ts';
import { indexLimits } from '../index/index-limits.ts';
import { type IndexMapping, MAPPING_DEFAULTS } from '../index/index-mapping.ts';
import { mapDocument } from '../index/map-document.ts';
import { parseMapping } from '../index/parse-mapping.ts';
import { QUERY_LIMITS } from '../index/query-limits.ts';
import type { SearchIndex } from '../index/target.ts';
import { TIMESTAMP } from '../index/time-field.ts';
import type { TestEngine } from '../testing.ts';
import { encodeNative } from '../write/native-rows.ts';
import { RowWriter } from '../write/row-block.ts';
import { createTable } from '../write/table-sql.ts';
import { toJsonText } from './json-text.ts';
import { parseSearch } from './parse-search.ts';
import { Searcher } from './search.ts';

const TIMEOUT_MS = 30_000;

/** An index on a test engine with documents in it, for tests of searches. */
export async function openTestIndex(
  { engine }: TestEngine,
  name: string,
  given: {
    readonly properties: JsonObject;
    readonly runtime?: JsonObject;
    readonly documents: readonly Json[];
    readonly isDataStream?: boolean;
    readonly fieldsMax?: number;
    /** Of `index.analysis.*`. */
    readonly settings?: OptionValues;
  },
): Promise<SearchIndex> {
  const { isDataStream = false, fieldsMax = MAPPING_DEFAULTS.fieldsMax } = given;
  const analysis = readAnalysis(given.settings ?? {});
  const timeField = isDataStream ? TIMESTAMP : undefined;
  const options = { ...MAPPING_DEFAULTS, timeField, fieldsMax, analysis };
  let mapping: IndexMapping = parseMapping(
    { properties: given.properties, ...(given.runtime ? { runtime: given.runtime } : {}) },
    options,
  );
  const sources = given.documents.map((document) => JSON.stringify(document));
  // First what the documents make of the mapping, then the documents by it.
  for (const source of sources) {
    ({ mapping } = mapDocument(mapping, parseExact(source)));
  }
  const rows = sources.map((source, seqNo) => {
    return { seqNo, source, row: mapDocument(mapping, parseExact(source)).row };
  });
  const columns = mapping.columns.map(({ promotedFrom: _, ...column }) => column);
  const table = `ls.t_${name.replaceAll('-', '_')}`;
  await engine.execute(createTable(table, columns), { timeoutMs: TIMEOUT_MS });
  const writer = new RowWriter(() => columns);
  const written = rows.map(({ seqNo, source, row }) =>
    writer.write({ id: String(seqNo + 1), seqNo, version: 1, source: Buffer.from(source) }, row),
  );
  const block = { table, rows: encodeNative(written) };
  await engine.insert(block, { timeoutMs: TIMEOUT_MS });
  const times = rows.map(({ row }) => row.timeMs);
  const timeRange =
    isDataStream && times.length > 0
      ? { minMs: Math.min(...times), maxMs: Math.max(...times) }
      : undefined;
  return {
    name,
    uuid: name,
    table,
    mapping,
    ...indexLimits({}),
    queryLimits: QUERY_LIMITS,
    filters: undefined,
    timeRange,
  };
}

/** The answer of a search as a client reads it. */
export interface Answer {
  readonly timed_out: boolean;
  readonly _shards: { readonly total: number; readonly skipped: number; readonly failed: number };
  readonly hits: {
    readonly total?: { readonly value: number; readonly relation: string };
    readonly max_score: number | null;
    readonly hits: readonly {
      readonly _index: string;
      readonly _id: string;
      readonly _score: number | null;
      readonly _source?: JsonObject;
      readonly sort?: readonly Json[];
    }[];
  };
  readonly aggregations?: Readonly<Record<string, unknown>>;
}

/** Searches as clients do: body in, JSON out. */
export function openTestSearch({ engine }: TestEngine, nowMs?: number) {
  const searcher = new Searcher(engine, nowMs === undefined ? {} : { now: () => nowMs });
  const signal = new AbortController().signal;
  const search = async (indices: readonly SearchIndex[], body: Json): Promise<Answer> =>
    JSON.parse(
      toJsonText(await searcher.search(indices, parseSearch(body), { signal, typedKeys: false })),
    );
  /** The ids of what a query finds, in the order of indexing. */
  const ids = async (index: SearchIndex, query: Json): Promise<readonly string[]> => {
    const { hits } = await search([index], { query, size: 1_000, _source: false, sort: '_doc' });
    return hits.hits.map(({ _id }) => _id);
  };
  return { search, ids };
}
