import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { nameMatcher } from '../../index/expression.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { MappedField } from '../../index/mapping.ts';
import { searchFields } from '../../index/runtime/runtime-columns.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRequest, type RestRoute } from '../route.ts';

/** `GET|POST /_field_caps`: which fields there are, and what can be done with them. */
export const fieldCaps: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_field_caps', '/:index/_field_caps'],
  parameters: [...EXPRESSION_PARAMETERS, 'fields', 'include_unmapped', 'filters', 'types'],
  handle: async (request, store) => {
    const patterns = readFields(request);
    const entries = requestedIndices(request, store);
    const types = request.parameters.list('types');
    const filters = new Set(request.parameters.list('filters') ?? []);
    const found = collect(entries, patterns, (field) => {
      const isOfType = types === undefined || types.includes(familyOf(field.type));
      const isFiltered = filters.has('-multifield') && field.parent !== undefined;
      return isOfType && !isFiltered;
    });
    const includesUnmapped = request.parameters.boolean('include_unmapped', false);
    const fields = [...found].map(([path, uses]) => [
      path,
      capabilities(uses, includesUnmapped ? entries : undefined),
    ]);
    return ok({
      indices: entries.map(({ name }) => name).sort(),
      fields: Object.fromEntries(fields),
    });
  },
};

function readFields({ parameters, body }: RestRequest): readonly string[] {
  const given = readObject(body, ['fields', 'index_filter', 'runtime_mappings']);
  if (given.index_filter !== undefined || given.runtime_mappings !== undefined) {
    throw errors.illegalArgument('[index_filter] and [runtime_mappings] are not supported');
  }
  const listed = (value: Json | undefined): readonly string[] | undefined =>
    value === undefined ? undefined : (Array.isArray(value) ? value : [value]).map(String);
  const fields = parameters.list('fields') ?? listed(given.fields);
  if (!fields || fields.length === 0) {
    throw errors.validation('1: no fields specified;');
  }
  return fields;
}

/** A field of an index. `field` is undefined for an object. */
interface Use {
  readonly index: string;
  readonly type: string;
  readonly field: MappedField | undefined;
}

const METADATA: Readonly<Record<string, string>> = {
  _id: '_id',
  _index: '_index',
  _source: '_source',
  _seq_no: '_seq_no',
  _version: '_version',
};

function collect(
  entries: readonly IndexEntry[],
  patterns: readonly string[],
  isWanted: (field: Pick<MappedField, 'type' | 'parent'>) => boolean,
): Map<string, Use[]> {
  const matchers = patterns.map(nameMatcher);
  const found = new Map<string, Use[]>();
  const add = (path: string, use: Use): void => {
    if (matchers.some((matches) => matches(path))) {
      found.set(path, [...(found.get(path) ?? []), use]);
    }
  };
  for (const { name, mapping } of entries) {
    for (const field of [...searchFields(mapping).values()].filter(isWanted)) {
      add(field.path, { index: name, type: familyOf(field.type), field });
    }
    for (const path of isWanted({ type: 'object' }) ? mapping.objects : []) {
      add(path, { index: name, type: 'object', field: undefined });
    }
    for (const [path, type] of Object.entries(METADATA)) {
      add(path, { index: name, type, field: undefined });
    }
  }
  return found;
}

/** Types that are searched alike have one name. */
function familyOf(type: MappedField['type']): string {
  return type === 'match_only_text' ? 'text' : type;
}

function capabilities(uses: readonly Use[], all: readonly IndexEntry[] | undefined) {
  const byType = new Map<string, Use[]>();
  for (const use of uses) {
    byType.set(use.type, [...(byType.get(use.type) ?? []), use]);
  }
  const mapped = new Set(uses.map(({ index }) => index));
  const unmapped = (all ?? []).map(({ name }) => name).filter((name) => !mapped.has(name));
  const isSplit = byType.size + (unmapped.length > 0 ? 1 : 0) > 1;
  const described = [...byType].map(([type, same]) => [type, describe(type, same, isSplit)]);
  if (unmapped.length > 0) {
    const nothing = { type: 'unmapped', metadata_field: false, searchable: false };
    described.push(['unmapped', { ...nothing, aggregatable: false, indices: unmapped.sort() }]);
  }
  return Object.fromEntries(described);
}

function describe(type: string, uses: readonly Use[], isSplit: boolean) {
  const isMetadata = type.startsWith('_');
  const isSearchable = isMetadata
    ? type !== '_source'
    : uses.every(({ field }) => field?.index === true);
  const isAggregatable = isMetadata
    ? type !== '_source'
    : type !== 'object' && type !== 'text' && type !== 'flattened';
  return {
    type,
    metadata_field: isMetadata,
    searchable: isSearchable,
    aggregatable: isAggregatable,
    ...(isSplit ? { indices: uses.map(({ index }) => index).sort() } : {}),
  };
}
