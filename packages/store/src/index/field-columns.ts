import { type Column, type ColumnType, columnName, SYSTEM_COLUMNS } from './column.ts';
import { FIELD_TYPES } from './field-types.ts';
import type { MappedType } from './mapping.ts';

/** ECS fields with few distinct values: their columns are dictionary-encoded, which only pays below a few thousand. */
const LOW_CARDINALITY: ReadonlySet<string> = new Set([
  'agent.ephemeral_id',
  'agent.id',
  'agent.name',
  'agent.type',
  'agent.version',
  'cloud.availability_zone',
  'cloud.provider',
  'cloud.region',
  'container.image.name',
  'container.name',
  'container.runtime',
  'data_stream.dataset',
  'data_stream.namespace',
  'data_stream.type',
  'docker.container.health',
  'docker.container.state',
  'docker.network.interface',
  'ecs.version',
  'event.action',
  'event.dataset',
  'event.kind',
  'event.module',
  'event.outcome',
  'event.provider',
  'host.architecture',
  'host.hostname',
  'host.id',
  'host.name',
  'host.os.family',
  'host.os.kernel',
  'host.os.name',
  'host.os.platform',
  'host.os.type',
  'host.os.version',
  'http.request.method',
  'input.type',
  'kubernetes.namespace',
  'log.level',
  'metricset.name',
  'network.transport',
  'orchestrator.namespace',
  'service.name',
  'service.type',
  'stream',
]);

/** ECS fields whose values are lists; their columns are lists from the start. */
const KNOWN_LISTS: ReadonlySet<string> = new Set([
  'container.image.tag',
  'dns.resolved_ip',
  'docker.container.ip_addresses',
  'docker.container.ports',
  'event.category',
  'event.type',
  'host.ip',
  'host.mac',
  'observer.ip',
  'observer.mac',
  'process.args',
  'tags',
]);

/** What decides the column of a field. */
export interface ColumnChoice {
  readonly path: string;
  readonly type: MappedType;
  /** `meta.list: "true"` in the mapping declares a list. */
  readonly isDeclaredList: boolean;
  /** A list came after the field had got a scalar column. */
  readonly isPromoted: boolean;
  /** Its values are the time column of the table. */
  readonly isTime: boolean;
  /** Words are looked for in a column of tokens, not in the text. */
  readonly hasTokens?: boolean;
}

const TIME_COLUMN: Column = {
  name: SYSTEM_COLUMNS.time,
  type: 'DateTime64(3)',
  list: false,
  required: true,
};

/** The column of a field, by the table of storage-engine.md section 3. */
export function fieldColumn(choice: ColumnChoice): Column {
  const { path, type } = choice;
  if (choice.isTime) {
    return TIME_COLUMN;
  }
  const columnType = columnTypeOf(path, type);
  const name = columnName(path);
  if (isText(type)) {
    const text: Column = { name, type: columnType, list: false, required: false };
    return choice.hasTokens === true ? text : { ...text, skipIndex: 'words' };
  }
  if (FIELD_TYPES[type].shape === 'pairs') {
    return { name: columnName(path, 'fp'), type: columnType, list: true, required: false };
  }
  if (type === 'constant_keyword') {
    return { name, type: columnType, list: false, required: false };
  }
  if (isListFromTheStart(choice)) {
    return { name: columnName(path, 'fa'), type: columnType, list: true, required: false };
  }
  return choice.isPromoted
    ? {
        name: columnName(path, 'fa'),
        type: columnType,
        list: true,
        required: false,
        promotedFrom: name,
      }
    : { name, type: columnType, list: false, required: false };
}

/** The column of the JSON texts of nested objects. */
export const nestedColumn = (path: string): Column => ({
  name: columnName(path, 'fn'),
  type: 'String',
  list: true,
  required: false,
});

/** The column that fields beyond `OWN_COLUMNS_MAX` share: texts `path NUL value`. */
export const OVERFLOW_COLUMN: Column = {
  name: '_ovf',
  type: 'String',
  list: true,
  required: false,
};

/** The column of the names of fields that were ignored in a document. */
export const IGNORED_COLUMN: Column = {
  name: '_ignored',
  type: 'LowCardinality(String)',
  list: true,
  required: false,
};

/** Texts with several values stay one text; see `TEXT_BOUNDARY`. */
export function isText(type: MappedType): boolean {
  return type === 'text' || type === 'match_only_text' || type === 'search_as_you_type';
}

function columnTypeOf(path: string, type: ColumnChoice['type']): ColumnType {
  return type === 'keyword' && LOW_CARDINALITY.has(path)
    ? 'LowCardinality(String)'
    : FIELD_TYPES[type].column;
}

function isListFromTheStart({ path, type, isDeclaredList }: ColumnChoice): boolean {
  return (
    FIELD_TYPES[type].shape === 'list' ||
    isDeclaredList ||
    KNOWN_LISTS.has(path) ||
    path.startsWith('related.')
  );
}
