const MIB = 1024 * 1024;

/** Share of the memory that one statement may use. */
const STATEMENT_SHARE = 0.5;
/** No further merge begins while merges use this much. */
const MERGES_SHARE = 0.4;
/** From here on grouping and sorting go to disk. */
const SPILL_SHARE = 0.25;
/** Longest statement; lists of ids and terms make them long. */
const QUERY_BYTES_MAX = 64 * MIB;
/** Names, values and operators of a statement, before and after names are replaced by what they stand for. */
const QUERY_NODES_MAX = 1_000_000;
const EXPANDED_NODES_MAX = 5_000_000;
const THREADS_MAX = 2;

/** Caches and pools are small on purpose: store and engine together shall stay below 500 MB under light load. */
const CACHE_BYTES: Readonly<Record<string, number>> = {
  mark_cache_size: 16 * MIB,
  index_mark_cache_size: 8 * MIB,
  primary_index_cache_size: 16 * MIB,
  uncompressed_cache_size: 0,
  index_uncompressed_cache_size: 0,
  mmap_cache_size: 0,
  text_index_tokens_cache_size: 16 * MIB,
  text_index_header_cache_size: 8 * MIB,
  text_index_postings_cache_size: 8 * MIB,
  query_condition_cache_size: 4 * MIB,
  compiled_expression_cache_size: 4 * MIB,
};

/**
 * Threads are made as they are needed. Their number is not a place to save: a statement over some hundred tables asks
 * for sixty, and one that does not get all of its threads waits for ever, with those that it has.
 */
const POOLS: Readonly<Record<string, number>> = {
  max_thread_pool_size: 1000,
  max_thread_pool_free_size: 4,
  thread_pool_queue_size: 10_000,
  background_pool_size: 2,
  background_schedule_pool_size: 2,
  background_common_pool_size: 1,
  background_move_pool_size: 1,
  background_fetches_pool_size: 1,
  max_io_thread_pool_size: 4,
  max_io_thread_pool_free_size: 0,
};

/** The engine's configuration file. `memoryBytes` is what queries may use together. */
export function engineConfig(memoryBytes: number): string {
  const values: Record<string, number> = {
    max_server_memory_usage: memoryBytes,
    merges_mutations_memory_usage_soft_limit: Math.floor(memoryBytes * MERGES_SHARE),
    ...CACHE_BYTES,
    ...POOLS,
    max_table_size_to_drop: 0,
    max_partition_size_to_drop: 0,
  };
  const lines = Object.entries(values).map(([name, value]) => `  <${name}>${value}</${name}>`);
  return [
    '<clickhouse>',
    ...lines,
    '  <storage_configuration>',
    '    <policies><default_tiers><volumes><hot><disk>default</disk></hot></volumes></default_tiers></policies>',
    '  </storage_configuration>',
    '</clickhouse>',
    '',
  ].join('\n');
}

/** Settings of every statement, given to each session when it opens. */
export function connectionArguments(configFile: string, memoryBytes: number): readonly string[] {
  const spillBytes = Math.floor(memoryBytes * SPILL_SHARE);
  const settings: Record<string, string | number> = {
    'config-file': configFile,
    max_query_size: QUERY_BYTES_MAX,
    max_ast_elements: QUERY_NODES_MAX,
    max_expanded_ast_elements: EXPANDED_NODES_MAX,
    max_memory_usage: Math.floor(memoryBytes * STATEMENT_SHARE),
    max_threads: THREADS_MAX,
    max_insert_threads: 1,
    max_bytes_before_external_group_by: spillBytes,
    max_bytes_before_external_sort: spillBytes,
    use_top_k_dynamic_filtering: 0,
    async_insert: 0,
    // One block per insert: the row that an error names is then the row of the batch.
    input_format_parallel_parsing: 0,
    input_format_skip_unknown_fields: 0,
    // Historical data comes with any number of days in one insert.
    max_partitions_per_insert_block: 0,
    // Polygons come from requests: one that crosses itself has an inside, too.
    validate_polygons: 0,
    lightweight_delete_mode: 'lightweight_update_force',
    output_format_json_quote_64bit_integers: 1,
    output_format_json_escape_forward_slashes: 0,
  };
  return Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
}
