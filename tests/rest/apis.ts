/** An API by the name that REST tests use: its method, and its path with `{parts}`. */
export interface Api {
  readonly method: string;
  /** The first whose parts are all given is taken. */
  readonly paths: readonly string[];
}

/** The APIs that our scenarios call. */
export const APIS: Readonly<Record<string, Api>> = {
  bulk: { method: 'POST', paths: ['/{index}/_bulk', '/_bulk'] },
  'cat.indices': { method: 'GET', paths: ['/_cat/indices/{index}', '/_cat/indices'] },
  'cat.shards': { method: 'GET', paths: ['/_cat/shards/{index}', '/_cat/shards'] },
  'cluster.get_settings': { method: 'GET', paths: ['/_cluster/settings'] },
  'cluster.health': { method: 'GET', paths: ['/_cluster/health/{index}', '/_cluster/health'] },
  'cluster.put_settings': { method: 'PUT', paths: ['/_cluster/settings'] },
  count: { method: 'POST', paths: ['/{index}/_count', '/_count'] },
  create: { method: 'PUT', paths: ['/{index}/_create/{id}'] },
  delete: { method: 'DELETE', paths: ['/{index}/_doc/{id}'] },
  delete_script: { method: 'DELETE', paths: ['/_scripts/{id}'] },
  exists: { method: 'HEAD', paths: ['/{index}/_doc/{id}'] },
  field_caps: { method: 'POST', paths: ['/{index}/_field_caps', '/_field_caps'] },
  get: { method: 'GET', paths: ['/{index}/_doc/{id}'] },
  get_script: { method: 'GET', paths: ['/_scripts/{id}'] },
  index: { method: 'POST', paths: ['/{index}/_doc/{id}', '/{index}/_doc'] },
  'indices.add_block': { method: 'PUT', paths: ['/{index}/_block/{block}'] },
  'indices.close': { method: 'POST', paths: ['/{index}/_close'] },
  'indices.create': { method: 'PUT', paths: ['/{index}'] },
  'indices.create_data_stream': { method: 'PUT', paths: ['/_data_stream/{name}'] },
  'indices.delete': { method: 'DELETE', paths: ['/{index}'] },
  'indices.delete_data_stream': { method: 'DELETE', paths: ['/_data_stream/{name}'] },
  'indices.delete_template': { method: 'DELETE', paths: ['/_template/{name}'] },
  'indices.exists': { method: 'HEAD', paths: ['/{index}'] },
  'indices.get': { method: 'GET', paths: ['/{index}'] },
  'indices.validate_query': { method: 'POST', paths: ['/_validate/query'] },
  'indices.put_data_stream_mappings': { method: 'PUT', paths: ['/_data_stream/{name}/_mappings'] },
  'ilm.remove_policy': { method: 'POST', paths: ['/{index}/_ilm/remove'] },
  'ilm.put_lifecycle': { method: 'PUT', paths: ['/_ilm/policy/{policy}'] },
  'ilm.get_lifecycle': { method: 'GET', paths: ['/_ilm/policy/{policy}'] },
  'ilm.explain_lifecycle': { method: 'GET', paths: ['/{index}/_ilm/explain'] },
  'ilm.delete_lifecycle': { method: 'DELETE', paths: ['/_ilm/policy/{policy}'] },
  'indices.get_data_stream': { method: 'GET', paths: ['/_data_stream/{name}'] },
  'indices.get_mapping': { method: 'GET', paths: ['/{index}/_mapping', '/_mapping'] },
  'indices.get_settings': { method: 'GET', paths: ['/{index}/_settings'] },
  'indices.open': { method: 'POST', paths: ['/{index}/_open'] },
  'indices.put_index_template': { method: 'PUT', paths: ['/_index_template/{name}'] },
  'indices.put_mapping': { method: 'PUT', paths: ['/{index}/_mapping'] },
  'indices.put_settings': { method: 'PUT', paths: ['/{index}/_settings'] },
  'indices.put_template': { method: 'PUT', paths: ['/_template/{name}'] },
  'indices.refresh': { method: 'POST', paths: ['/{index}/_refresh', '/_refresh'] },
  'indices.rollover': { method: 'POST', paths: ['/{index}/_rollover'] },
  'indices.simulate_index_template': {
    method: 'POST',
    paths: ['/_index_template/_simulate_index/{name}'],
  },
  'indices.stats': {
    method: 'GET',
    paths: ['/{index}/_stats/{metric}', '/{index}/_stats', '/_stats'],
  },
  'ingest.put_pipeline': { method: 'PUT', paths: ['/_ingest/pipeline/{id}'] },
  'ingest.simulate': {
    method: 'POST',
    paths: ['/_ingest/pipeline/{id}/_simulate', '/_ingest/pipeline/_simulate'],
  },
  mget: { method: 'POST', paths: ['/{index}/_mget', '/_mget'] },
  put_script: { method: 'PUT', paths: ['/_scripts/{id}'] },
  scripts_painless_execute: { method: 'POST', paths: ['/_scripts/painless/_execute'] },
  search: { method: 'POST', paths: ['/{index}/_search', '/_search'] },
  update: { method: 'POST', paths: ['/{index}/_update/{id}'] },
};
