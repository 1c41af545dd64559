/** Valid bodies by the last word of a path; mutations begin with them. Other words take any of them. */
export const BODIES: Readonly<Record<string, readonly unknown[]>> = {
  _search: [
    { query: { match: { message: 'error timeout' } }, size: 5, sort: [{ n: 'desc' }, '_doc'] },
    {
      size: 0,
      query: { bool: { filter: [{ range: { '@timestamp': { gte: 'now-1h' } } }], must_not: [] } },
      aggs: {
        hours: {
          date_histogram: { field: '@timestamp', fixed_interval: '1h', min_doc_count: 1 },
          aggs: { top: { terms: { field: 'tag', size: 3, order: { _count: 'desc' } } } },
        },
        p: { percentiles: { field: 'n', percents: [50, 99.9] } },
        r: { range: { field: 'n', ranges: [{ to: 10 }, { from: 10 }] } },
      },
    },
    {
      query: { query_string: { query: 'tag:(a OR "b c") AND n:[1 TO 5} -message:/ab?c/' } },
      _source: { includes: ['t*'], excludes: ['n'] },
      highlight: { fields: { message: {} } },
      track_total_hits: 100,
      search_after: [5, 'x'],
    },
    {
      query: { multi_match: { query: 'lost', fields: ['message^2', 'tag'], type: 'phrase' } },
      fields: [{ field: '@timestamp', format: 'epoch_millis' }],
      collapse: { field: 'tag' },
      aggs: { h: { histogram: { field: 'n', interval: 5, extended_bounds: { min: 0, max: 9 } } } },
    },
    { query: { regexp: { tag: { value: '(a|b)+c{2,3}' } } }, from: 10, size: 10, timeout: '1s' },
    { query: { script_score: { query: { match_all: {} }, script: { source: '_score * 2' } } } },
    { query: { geo_bounding_box: { place: { top_left: [1, 2], bottom_right: [3, 1] } } } },
  ],
  _count: [{ query: { term: { tag: { value: 'a' } } } }],
  _doc: [
    { message: 'error: connection lost', n: 1, tag: 'a', '@timestamp': '2026-01-02T03:04:05Z' },
    { place: { lat: 1.5, lon: -2 }, deep: { er: [{ x: 1 }, { x: 'two' }] }, ip: '10.0.0.1' },
  ],
  _create: [{ '@timestamp': 1767323045000, message: 'created once', n: 12345678901234567890n }],
  _update: [
    { doc: { n: 2 }, doc_as_upsert: true },
    { script: { source: 'ctx._source.n += params.by', params: { by: 3 } }, upsert: { n: 0 } },
  ],
  _update_by_query: [{ query: { term: { tag: 'a' } }, script: { source: "ctx.op = 'noop'" } }],
  _delete_by_query: [{ query: { term: { tag: 'never' } }, max_docs: 5 }],
  _reindex: [{ source: { index: 'logs' }, dest: { index: 'copy', op_type: 'create' } }],
  _mget: [{ docs: [{ _index: 'logs', _id: '1' }] }, { ids: ['1', '2'] }],
  _mapping: [{ properties: { age: { type: 'long' }, name: { type: 'keyword' } } }],
  _settings: [{ index: { refresh_interval: '5s', number_of_replicas: 0 } }],
  _aliases: [{ actions: [{ add: { index: 'logs*', alias: 'all', is_write_index: false } }] }],
  _rollover: [{ conditions: { max_docs: 1_000_000, max_age: '7d' } }],
  _analyze: [{ analyzer: 'standard', text: ['The quick fox', '컨테이너 모니터링을'] }],
  _field_caps: [{ index_filter: { range: { n: { gte: 1 } } } }],
  _simulate: [
    {
      pipeline: { processors: [{ set: { field: 'a', value: '{{b}}' } }, { json: { field: 'c' } }] },
      docs: [{ _index: 'i', _id: '1', _source: { b: 'x', c: '{"d":1}' } }],
    },
  ],
  _index_template: [
    {
      index_patterns: ['fuzz-t-*'],
      priority: 500,
      template: { settings: { number_of_shards: 1 }, mappings: { dynamic: 'strict' } },
    },
  ],
  _component_template: [{ template: { mappings: { properties: { c: { type: 'ip' } } } } }],
  pipeline: [
    {
      description: 'd',
      processors: [
        {
          grok: { field: 'message', patterns: ['%{IP:client} %{WORD:method}'], if: "ctx.a == 'b'" },
        },
        { date: { field: 'time', formats: ['ISO8601'], on_failure: [{ drop: {} }] } },
        { script: { source: 'ctx.total = ctx.a + 1; for (x in ctx.list) { ctx.n++ }' } },
      ],
    },
  ],
  settings: [{ persistent: { 'action.auto_create_index': 'true' }, transient: {} }],
  scroll: [{ scroll: '1m', scroll_id: 'bm90IG9uZQ==' }],
  index: [
    {
      settings: { index: { number_of_replicas: 0, 'mapping.total_fields.limit': 100 } },
      mappings: {
        dynamic_templates: [{ s: { match_mapping_type: 'string', mapping: { type: 'keyword' } } }],
        properties: {
          message: { type: 'text', fields: { raw: { type: 'keyword', ignore_above: 256 } } },
          n: { type: 'long', coerce: true },
          place: { type: 'geo_point' },
        },
      },
      aliases: { 'fuzz-alias': { filter: { term: { tag: 'a' } } } },
    },
  ],
  policies: [
    {
      policy: {
        description: 'd',
        default_state: 'hot',
        states: [
          {
            name: 'hot',
            actions: [
              { rollover: { min_doc_count: 5, min_size: '1gb', copy_alias: true }, timeout: '1h' },
              { replica_count: { number_of_replicas: 2 }, retry: { count: 3, delay: '1m' } },
              {
                alias: {
                  actions: [{ add: { alias: 'fuzz-alias', filter: { term: { tag: 'a' } } } }],
                },
              },
            ],
            transitions: [{ state_name: 'end', conditions: { min_index_age: '7d' } }],
          },
          { name: 'end', actions: [{ delete: {} }] },
        ],
        ism_template: { index_patterns: ['logs*'], priority: 1 },
      },
    },
  ],
  add: [{ policy_id: 'p1' }],
  change_policy: [{ policy_id: 'p1', state: 'end', include: [{ state: 'hot' }] }],
  explain: [{ filter: { policy_id: 'p1', state: 'hot', action_type: 'rollover', failed: false } }],
  retry: [{ state: 'hot' }],
};

/** Lines of NDJSON by the last word of a path. */
export const LINES: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  _bulk: [
    [
      { index: { _index: 'logs', _id: '1' } },
      { message: 'first', n: 1, tag: 'a' },
      { create: { _index: 'logs-fuzz-default' } },
      { '@timestamp': '2026-01-02T03:04:05Z', message: 'second' },
      { update: { _index: 'logs', _id: '1', retry_on_conflict: 3 } },
      { doc: { n: 5 }, doc_as_upsert: true },
      { delete: { _index: 'logs', _id: '2', if_seq_no: 1, if_primary_term: 1 } },
    ],
  ],
  _msearch: [
    [
      { index: 'logs' },
      { query: { match_all: {} } },
      {},
      { size: 0, aggs: { a: { max: { field: 'n' } } } },
    ],
  ],
};

/** Values of path parts by name. */
export const PARTS: Readonly<Record<string, readonly string[]>> = {
  index: [
    'logs',
    'logs-fuzz-default',
    'fuzz-a',
    'fuzz-b',
    'missing',
    'logs*,-fuzz-*',
    '_all',
    '<d-{now/d}>',
  ],
  id: ['1', '2', 'x y', '컨테이너'],
  policy_id: ['p1', 'p2'],
  name: ['fuzz-t', 'fuzz-alias', 'logs-fuzz-default', 'p1', '*'],
  any: ['logs', '1', '_all', 'fuzz-a', 'p1', '*'],
};

/** Values of query parameters. */
export const VALUES: readonly string[] = [
  ...[
    'true',
    'false',
    '',
    '1',
    '0',
    '-1',
    '5',
    '1s',
    '100ms',
    'wait_for',
    'open',
    'logs',
    'n',
    'a,b',
  ],
  ...['*', 'external', 'create', '9223372036854775807', '99999999999999999999', '1e400', 'NaN'],
  ...['null', '[]', '{}', "'; DROP TABLE x", '%00', '../..', '🦫', 'n:asc', 'json', 'yaml', 'cbor'],
];
