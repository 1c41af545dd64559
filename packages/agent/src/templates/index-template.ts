import { createHash } from 'node:crypto';
import type { FieldDefinition, Fields } from '@longshore/common/fields';
import type { JsonObject } from '@longshore/common/json';
import { commonFields } from '../common-fields.ts';
import type { DatasetDefinition } from '../metricset.ts';

/** An index template as `PUT /_index_template/{name}` takes it. */
export interface IndexTemplate {
  readonly name: string;
  /** Changes when the body does; kept in the store under `_meta.hash`. */
  readonly hash: string;
  readonly body: JsonObject;
}

/** Above those that Elasticsearch ships for `logs-*-*` and `metrics-*-*` (100) and those of Beats (150). */
const PRIORITY = 250;
/** A copy where there is a second node; on a single one the index is complete without, and its health green. */
const AUTO_EXPAND_REPLICAS = '0-1';
const IGNORE_ABOVE_CHARS = 1024;

interface Properties {
  [name: string]: { properties: Properties } | JsonObject;
}

/** The template that makes the data stream of a dataset: every declared field has its type before the first event. */
export function buildIndexTemplate(dataset: DatasetDefinition): IndexTemplate {
  const name = `${dataset.type}-${dataset.dataset}-default`;
  const fields: Fields = { ...commonFields, ...dataset.fields };
  const template = {
    settings: { index: { auto_expand_replicas: AUTO_EXPAND_REPLICAS } },
    mappings: {
      date_detection: false,
      dynamic_templates: [...pathTemplates(fields), stringsAsKeyword()],
      properties: properties(fields) as JsonObject,
    },
  };
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 16);
  return {
    name,
    hash,
    body: {
      index_patterns: [`${dataset.type}-${dataset.dataset}-*`],
      priority: PRIORITY,
      data_stream: {},
      template,
      _meta: { managed_by: 'longshore', hash },
    },
  };
}

function stringsAsKeyword(): JsonObject {
  return {
    strings_as_keyword: {
      match_mapping_type: 'string',
      mapping: { type: 'keyword', ignore_above: IGNORE_ABOVE_CHARS },
    },
  };
}

/** `a.b.*` declares every leaf below `a.b`. */
function pathTemplates(fields: Fields): JsonObject[] {
  return Object.entries(fields)
    .filter(([path]) => path.includes('*'))
    .map(([path, field]) => ({
      [path.replaceAll('.*', '').replaceAll('.', '_')]: {
        path_match: path,
        mapping: mapping(field),
      },
    }));
}

function properties(fields: Fields): Properties {
  const root: Properties = {};
  for (const [path, field] of Object.entries(fields)) {
    if (!path.includes('*')) {
      placeField(root, path.split('.'), mapping(field));
    }
  }
  return root;
}

function placeField(root: Properties, path: readonly string[], leaf: JsonObject): void {
  let node = root;
  for (const key of path.slice(0, -1)) {
    const next = node[key] ?? { properties: {} };
    node[key] = next;
    node = next.properties as Properties;
  }
  node[path.at(-1) ?? ''] = leaf;
}

function mapping({ type, unit, metric, list }: FieldDefinition): JsonObject {
  const meta = {
    ...(unit ? { unit } : {}),
    ...(metric ? { metric } : {}),
    ...(list ? { list: 'true' } : {}),
  };
  return {
    type,
    ...(type === 'keyword' ? { ignore_above: IGNORE_ABOVE_CHARS } : {}),
    ...(Object.keys(meta).length > 0 ? { meta } : {}),
  };
}
