/**
 * Figures of what only Lucene and a JVM have, by the section of index statistics: there is no cache, no warmer, nothing
 * of a segment in memory, and neither merges nor the fetching of hits is counted. Clients with types refuse a section
 * in which a figure is missing.
 */
export const NOT_HERE = {
  merges: {
    current: 0,
    current_docs: 0,
    current_size_in_bytes: 0,
    total: 0,
    total_time_in_millis: 0,
    total_docs: 0,
    total_size_in_bytes: 0,
    total_stopped_time_in_millis: 0,
    total_throttled_time_in_millis: 0,
    total_auto_throttle_in_bytes: 0,
  },
  search: {
    query_current: 0,
    fetch_total: 0,
    fetch_time_in_millis: 0,
    fetch_current: 0,
    scroll_total: 0,
    scroll_time_in_millis: 0,
    scroll_current: 0,
    suggest_total: 0,
    suggest_time_in_millis: 0,
    suggest_current: 0,
  },
  warmer: { current: 0, total: 0, total_time_in_millis: 0 },
  query_cache: {
    memory_size_in_bytes: 0,
    total_count: 0,
    hit_count: 0,
    miss_count: 0,
    cache_size: 0,
    cache_count: 0,
    evictions: 0,
  },
  fielddata: { memory_size_in_bytes: 0, evictions: 0 },
  completion: { size_in_bytes: 0 },
  segments: {
    memory_in_bytes: 0,
    terms_memory_in_bytes: 0,
    stored_fields_memory_in_bytes: 0,
    term_vectors_memory_in_bytes: 0,
    norms_memory_in_bytes: 0,
    points_memory_in_bytes: 0,
    doc_values_memory_in_bytes: 0,
    index_writer_memory_in_bytes: 0,
    version_map_memory_in_bytes: 0,
    fixed_bit_set_memory_in_bytes: 0,
    max_unsafe_auto_id_timestamp: -1,
  },
  request_cache: { memory_size_in_bytes: 0, evictions: 0, hit_count: 0, miss_count: 0 },
  recovery: { current_as_source: 0, current_as_target: 0, throttle_time_in_millis: 0 },
} as const;
