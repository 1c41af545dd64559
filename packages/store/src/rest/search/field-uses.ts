import { jsonText } from '@longshore/common/json';
import { FIELD_TYPES } from '../../index/field-types.ts';
import type { IndexEntry } from '../../index/index-entry.ts';
import type { MappedField } from '../../index/mapping.ts';
import { searchFields } from '../../index/runtime/runtime-columns.ts';
import type { RuntimeFields } from '../../index/runtime/runtime-fields.ts';

/** A field as one index has it. */
export interface FieldUse {
  readonly index: string;
  readonly path: string;
  /** Types that are searched alike have one name. */
  readonly type: string;
  readonly isMetadata: boolean;
  readonly isMultiField: boolean;
  /** In a nested object. */
  readonly isNested: boolean;
  readonly isSearchable: boolean;
  readonly isAggregatable: boolean;
  readonly meta: Readonly<Record<string, string>>;
  readonly dimension: boolean;
  readonly metric: string | undefined;
}

/** Fields that every document has without a mapping, with what can be done with them. */
const METADATA: readonly (readonly [string, Partial<FieldUse>])[] = [
  ['_id', { isSearchable: true }],
  ['_ignored', { isSearchable: true, isAggregatable: true }],
  ['_index', { isSearchable: true, isAggregatable: true }],
  ['_routing', { isSearchable: true }],
  ['_seq_no', { isSearchable: true, isAggregatable: true }],
  ['_source', {}],
  ['_version', { isAggregatable: true }],
];

/** All fields, objects and metadata fields of an index; `ofRequest` are runtime fields beside those of its mapping. */
export function* fieldUses(
  { name, mapping }: IndexEntry,
  ofRequest: RuntimeFields,
): Generator<FieldUse> {
  const runtime = new Map([...mapping.runtime, ...ofRequest]);
  for (const [path, field] of searchFields({ ...mapping, runtime })) {
    yield useOf(name, path, field, false);
  }
  for (const [path, field] of mapping.nestedFields) {
    yield useOf(name, path, field, true);
  }
  for (const path of mapping.objects) {
    yield { ...NOTHING, index: name, path, type: 'object' };
  }
  for (const path of mapping.nested.keys()) {
    yield { ...NOTHING, index: name, path, type: 'nested' };
  }
  for (const [path, abilities] of METADATA) {
    yield { ...NOTHING, index: name, path, type: path, isMetadata: true, ...abilities };
  }
}

const NOTHING = {
  isMetadata: false,
  isMultiField: false,
  isNested: false,
  isSearchable: false,
  isAggregatable: false,
  meta: {},
  dimension: false,
  metric: undefined,
} as const;

function useOf(index: string, path: string, field: MappedField, isNested: boolean): FieldUse {
  const { definition, type } = field;
  const hasDocValues = jsonText(definition.doc_values ?? 'true') === 'true';
  const canAggregate = FIELD_TYPES[type].isAggregatable !== false && type !== 'flattened';
  const metric = definition.time_series_metric;
  return {
    index,
    path,
    type: familyOf(field),
    isMetadata: false,
    isMultiField: field.parent !== undefined,
    isNested,
    isSearchable: field.index,
    isAggregatable: (canAggregate && hasDocValues) || jsonText(definition.fielddata) === 'true',
    meta: isTexts(definition.meta) ? definition.meta : {},
    dimension: jsonText(definition.time_series_dimension) === 'true',
    metric: typeof metric === 'string' ? metric : undefined,
  };
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const FAMILIES: Readonly<Record<string, string>> = {
  constant_keyword: 'keyword',
  counted_keyword: 'keyword',
  match_only_text: 'text',
  wildcard: 'keyword',
};

function familyOf({ definition, type }: MappedField): string {
  const given = typeof definition.type === 'string' ? definition.type : type;
  return FAMILIES[given] ?? given;
}
