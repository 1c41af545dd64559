import { raw, type Sql, sql, string, strings } from '../sql/sql.ts';
import { ID_ALPHABET, ID_SHAPE } from './document-id.ts';

/** Said of a table that has all ids: one that was being made when the store ended lacks some. */
const WHOLE = 'whole';
const PREFIX = 'd_';

/**
 * A few ids are looked for at a time, each somewhere else: so few rows are read together, and unpacked with few others.
 * Of each id the last operation stays when parts are merged.
 */
const SETTINGS: Readonly<Record<string, number | string>> = {
  index_granularity: 128,
  min_compress_block_size: 4096,
  max_compress_block_size: 16_384,
  min_level_for_wide_part: 1,
  fsync_after_insert: 1,
  min_rows_to_fsync_after_merge: 1,
  fsync_part_directory: 1,
  non_replicated_deduplication_window: 0,
  cleanup_delay_period: 5,
  cleanup_delay_period_random_add: 2,
  max_cleanup_delay_period: 10,
  auto_statistics_types: "''",
};

/** In the order of their values: what the engine's `base64URLEncode` writes for the characters of our ids. */
const BASE64_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** True of a row whose id tells its sequence number (`seqNoInId`). */
const TOLD_BY_ID = sql`match(_id, ${string(ID_SHAPE.source)}) AND substring(_id, 9, 8) = translate(base64URLEncode(substring(reinterpretAsFixedString(byteSwap(_seq)), 3, 6)), ${string(BASE64_ALPHABET)}, ${string(ID_ALPHABET)})`;

/** The table of ids that belongs to a table of rows. */
export const idTableOf = (table: string): string => table.replace('.i_', `.${PREFIX}`);

export function createIdTable(table: string): Sql {
  const settings = Object.entries(SETTINGS).map(([name, value]) => `${name} = ${value}`);
  return sql`CREATE TABLE ${raw(table)} (\`_id\` String CODEC(ZSTD(1)), \`_seq\` UInt64 CODEC(ZSTD(1)), \`_ver\` UInt64 CODEC(ZSTD(1)), \`_deleted\` Bool CODEC(ZSTD(1))) ENGINE = ReplacingMergeTree(_seq) ORDER BY _id SETTINGS ${raw(settings.join(', '))}`;
}

/** Takes the ids of rows from one sequence number up to another; not those that tell theirs. */
export function fillIdTable(table: string, rows: string, from: number, to: number): Sql {
  const range = raw(`_seq >= ${from} AND _seq < ${to}`);
  return sql`INSERT INTO ${raw(table)} SELECT _id, _seq, _ver, false FROM ${raw(rows)} WHERE ${range} AND NOT (${TOLD_BY_ID}) SETTINGS max_threads = 1`;
}

export function markWhole(table: string): Sql {
  return sql`ALTER TABLE ${raw(table)} MODIFY COMMENT ${string(WHOLE)}`;
}

/** All tables of ids, with 1 in `is_whole` for those that have all. */
export const LIST_ID_TABLES: Sql = sql`SELECT database || '.' || name AS table_name, comment = ${string(WHOLE)} AS is_whole FROM system.tables WHERE database = 'ls' AND startsWith(name, ${string(PREFIX)})`;

/** Of an id there may be several operations, until parts are merged. */
export function findIds(table: string, ids: readonly string[]): Sql {
  return sql`SELECT _id, _seq, _ver, _deleted FROM ${raw(table)} WHERE _id IN ${strings(ids)} SETTINGS output_format_parallel_formatting = 0`;
}
