import { type Column, type ColumnType, SYSTEM_COLUMNS } from '../index/column.ts';
import { columnText } from '../sql/indexed-text.ts';
import { column, join, raw, type Sql, sql, string } from '../sql/sql.ts';

/** How a column of each type is written in DDL: one value that may be missing, one that may not, or a list. */
const COLUMN_TYPES: Readonly<
  Record<ColumnType, { readonly one: string; readonly nullable: string }>
> = {
  String: { one: 'String', nullable: 'Nullable(String)' },
  'LowCardinality(String)': {
    one: 'LowCardinality(String)',
    nullable: 'LowCardinality(Nullable(String))',
  },
  Int64: { one: 'Int64', nullable: 'Nullable(Int64)' },
  UInt64: { one: 'UInt64', nullable: 'Nullable(UInt64)' },
  Float64: { one: 'Float64', nullable: 'Nullable(Float64)' },
  Bool: { one: 'Bool', nullable: 'Nullable(Bool)' },
  'DateTime64(3)': {
    one: "DateTime64(3, 'UTC')",
    nullable: "Nullable(DateTime64(3, 'UTC'))",
  },
  'DateTime64(9)': {
    one: "DateTime64(9, 'UTC')",
    nullable: "Nullable(DateTime64(9, 'UTC'))",
  },
  IPv6: { one: 'IPv6', nullable: 'Nullable(IPv6)' },
};

const SYSTEM_DEFINITIONS = [
  '`_id` String CODEC(ZSTD(1))',
  '`_seq` UInt64 CODEC(Delta, ZSTD(1))',
  '`_ver` UInt64 CODEC(ZSTD(1))',
  '`_source` String CODEC(ZSTD(1))',
  "`ts` DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1))",
  'INDEX ix_id `_id` TYPE bloom_filter(0.001) GRANULARITY 1',
  'INDEX ix_seq `_seq` TYPE minmax GRANULARITY 1',
  // Of twenty million rows the one above has 20,000 entries: this one says which of them to look at.
  'INDEX ix_seq_16 `_seq` TYPE minmax GRANULARITY 16',
] as const;

/**
 * Inserts are synced, since the translog forgets them afterwards; block numbers are what cheap deletes need. A new part
 * is one file and not two for each column, and the files of merged parts begin with small buffers: otherwise an insert
 * into fifty columns takes 250 MB, however few its rows are. The engine does not keep in mind what was inserted, since
 * the log of it takes a megabyte of its memory for each table: whoever inserts again looks first.
 */
const TABLE_SETTINGS: Readonly<Record<string, number>> = {
  index_granularity: 1024,
  non_replicated_deduplication_window: 0,
  fsync_after_insert: 1,
  min_rows_to_fsync_after_merge: 1,
  fsync_part_directory: 1,
  cleanup_delay_period: 5,
  cleanup_delay_period_random_add: 2,
  max_cleanup_delay_period: 10,
  enable_block_number_column: 1,
  enable_block_offset_column: 1,
  min_level_for_wide_part: 1,
  min_columns_to_activate_adaptive_write_buffer: 1,
};

/** Laid down when the table is made. */
const FIXED_SETTINGS: ReadonlySet<string> = new Set(['index_granularity']);

const SYSTEM_NAMES: ReadonlySet<string> = new Set(Object.values(SYSTEM_COLUMNS));

/** Columns of fields: those that the table does not have from the start. */
export function fieldColumns(columns: readonly Column[]): readonly Column[] {
  return columns.filter(({ name }) => !SYSTEM_NAMES.has(name));
}

/** Those of words had the other name when they were on `lower(text)`, as they still are in tables of an older store. */
function indexName({ name, skipIndex: kind }: Column): string {
  return kind === 'words' ? `iw_${name}` : `ix_${name}`;
}

export function createTable(table: string, columns: readonly Column[]): Sql {
  const definitions = [
    ...SYSTEM_DEFINITIONS.map(raw),
    ...fieldColumns(columns).flatMap((field) => [
      columnDefinition(field),
      ...skipIndex(field).map((index) => sql`INDEX ${index}`),
    ]),
  ];
  const settings = Object.entries(TABLE_SETTINGS).map(([name, value]) => raw(`${name} = ${value}`));
  return sql`CREATE TABLE IF NOT EXISTS ${raw(table)} (${join(definitions, ', ')}) ENGINE = MergeTree PARTITION BY toYYYYMMDD(ts) ORDER BY (ts, _seq) SETTINGS ${join(settings, ', ')}`;
}

/** Gives a table the settings that it lacks; undefined when it has all. `definition` is the engine's `engine_full`. */
export function updateSettings(table: string, definition: string): Sql | undefined {
  const missing = Object.entries(TABLE_SETTINGS)
    .filter(([name]) => !FIXED_SETTINGS.has(name))
    .map(([name, value]) => `${name} = ${value}`)
    .filter((setting) => !new RegExp(`\\b${setting}\\b`).test(definition));
  return missing.length === 0
    ? undefined
    : sql`ALTER TABLE ${raw(table)} MODIFY SETTING ${raw(missing.join(', '))}`;
}

/** All new columns in one statement: one ALTER of 250 columns costs as much as a few of one. */
export function addColumns(table: string, columns: readonly Column[]): Sql {
  const additions = columns.flatMap((field) => [
    sql`ADD COLUMN IF NOT EXISTS ${columnDefinition(field)}`,
    ...skipIndex(field).map((index) => sql`ADD INDEX IF NOT EXISTS ${index}`),
  ]);
  return sql`ALTER TABLE ${raw(table)} ${join(additions, ', ')}`;
}

/** Copies rows with their sequence numbers. */
export function copyRows(source: string, target: string, columns: readonly string[]): Sql {
  const names = join(columns.map(column), ', ');
  return sql`INSERT INTO ${raw(target)} (${names}) SELECT ${names} FROM ${raw(source)}`;
}

export function dropTable(table: string): Sql {
  return sql`DROP TABLE IF EXISTS ${raw(table)} SYNC`;
}

export function mergeParts(table: string): Sql {
  return sql`OPTIMIZE TABLE ${raw(table)} FINAL`;
}

/** Deletes the rows with these sequence numbers. */
export function deleteRows(table: string, seqNos: readonly number[]): Sql {
  return sql`DELETE FROM ${raw(table)} WHERE _seq IN (${raw(seqNos.join(', '))})`;
}

/** Deletes all rows of these ids but the ones with these sequence numbers. */
export function deleteOlderRows(
  table: string,
  ids: readonly string[],
  keep: readonly number[],
): Sql {
  const others = keep.length === 0 ? raw('') : raw(` AND _seq NOT IN (${keep.join(', ')})`);
  return sql`DELETE FROM ${raw(table)} WHERE _id IN (${join(
    ids.map((id) => sql`${string(id)}`),
    ', ',
  )})${others}`;
}

function columnDefinition(field: Column): Sql {
  const { one, nullable } = COLUMN_TYPES[field.type];
  const scalar = field.required ? one : nullable;
  const type = raw(field.list ? `Array(${one})` : scalar);
  const codec = raw(codecOf(field));
  return sql`${column(field.name)} ${type}${defaultOf(field)}${codec}`;
}

/** Texts are the largest columns, and a higher level makes them smaller by a fifteenth; of others it made none smaller. */
function codecOf({ type, skipIndex: kind }: Column): string {
  if (type.startsWith('LowCardinality')) {
    return '';
  }
  return kind === 'words' ? ' CODEC(ZSTD(3))' : ' CODEC(ZSTD(1))';
}

/**
 * Rows from before a field became a list have their one value in the old column. And a merge of parts that are all older
 * than a column with a text index only works when the column says its default (seen with chDB 3.4; code 36).
 */
function defaultOf(field: Column): Sql {
  if (field.promotedFrom !== undefined) {
    const old = column(field.promotedFrom);
    // With its type, since in a part that is older than both the old one is a bare NULL (code 44).
    const typed = sql`CAST(${old}, ${string(COLUMN_TYPES[field.type].nullable)})`;
    return sql` DEFAULT if(isNull(${old}), [], [assumeNotNull(${typed})])`;
  }
  return raw(field.skipIndex === 'words' && !field.list && !field.required ? ' DEFAULT NULL' : '');
}

/** Gives such columns of tables of an older store their default: they could not be merged. */
export function addTextDefaults(table: string, columnNames: readonly string[]): Sql {
  const { nullable } = COLUMN_TYPES.String;
  const changes = columnNames.map(
    (name) => sql`MODIFY COLUMN ${column(name)} ${raw(nullable)} DEFAULT NULL CODEC(ZSTD(1))`,
  );
  return sql`ALTER TABLE ${raw(table)} ${join(changes, ', ')}`;
}

/** A tenth smaller than by default: rows of a word in as many bits as they need, and larger blocks of words. */
const TEXT_INDEX = raw("posting_list_codec = 'bitpacking', dictionary_block_size = 2048");

function skipIndex(field: Column): readonly Sql[] {
  const { name, skipIndex: kind, list } = field;
  if (kind === undefined || list !== (kind === 'tokens')) {
    return [];
  }
  const index = column(indexName(field));
  switch (kind) {
    case 'words':
      return [
        sql`${index} ${columnText(name).spaced} TYPE text(tokenizer = 'splitByNonAlpha', ${TEXT_INDEX})`,
      ];
    case 'tokens':
      return [sql`${index} ${column(name)} TYPE text(tokenizer = 'array', ${TEXT_INDEX})`];
    case 'values':
      return [sql`${index} ${column(name)} TYPE bloom_filter(0.01) GRANULARITY 1`];
  }
}
