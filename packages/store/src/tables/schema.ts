import { FIELD_TYPES } from '../index/field-types.ts';
import type { MappedType } from '../index/mapping.ts';
import type { SearchIndex } from '../index/target.ts';
import type { Column } from './row.ts';
import type { ColumnType } from './value.ts';

/** A column whose values are those of a field. */
export interface FieldColumn extends Column {
  readonly field: string;
  /** Searches can sort and group by it. */
  readonly isAggregatable: boolean;
  /** The keyword that has the same texts, for a text; but for those of more than `exactChars`. */
  readonly exact?: string;
  readonly exactChars?: number;
  readonly isMultiField: boolean;
}

const TYPES: Readonly<Partial<Record<MappedType, ColumnType>>> = {
  keyword: 'keyword',
  constant_keyword: 'keyword',
  counted_keyword: 'keyword',
  wildcard: 'keyword',
  version: 'version',
  text: 'text',
  match_only_text: 'text',
  search_as_you_type: 'text',
  byte: 'integer',
  short: 'integer',
  integer: 'integer',
  token_count: 'integer',
  long: 'long',
  unsigned_long: 'unsigned_long',
  half_float: 'double',
  float: 'double',
  double: 'double',
  scaled_float: 'double',
  boolean: 'boolean',
  date: 'date',
  date_nanos: 'date',
  ip: 'ip',
  geo_point: 'geo_point',
};

/** The columns of some indices, in the order of their names. What is not of one type everywhere has no values. */
export function fieldColumns(indices: readonly SearchIndex[]): readonly FieldColumn[] {
  const byName = new Map<string, Map<MappedType, string[]>>();
  const multiFields = new Set<string>();
  for (const { name: index, mapping } of indices) {
    for (const [name, { type, parent }] of mapping.fields) {
      const types = byName.get(name) ?? new Map<MappedType, string[]>();
      byName.set(name, types);
      types.set(type, [...(types.get(type) ?? []), index]);
      if (parent !== undefined) {
        multiFields.add(name);
      }
    }
  }
  return [...byName.keys()].sort().map((name) => {
    const types = byName.get(name) ?? new Map();
    return {
      ...columnOf(name, types),
      ...exactOf(`${name}.keyword`, indices),
      isMultiField: multiFields.has(name),
    };
  });
}

/** A keyword beside a text, if it has the same texts wherever it is. */
function exactOf(
  name: string,
  indices: readonly SearchIndex[],
): Pick<FieldColumn, 'exact' | 'exactChars'> {
  const fields = indices.flatMap(({ mapping }) => mapping.fields.get(name) ?? []);
  const areExact = fields.every(
    ({ type, normalizer }) => type === 'keyword' && normalizer === undefined,
  );
  const chars = fields.map(({ ignoreAbove }) => ignoreAbove ?? Number.POSITIVE_INFINITY);
  return fields.length > 0 && areExact ? { exact: name, exactChars: Math.min(...chars) } : {};
}

function columnOf(
  name: string,
  types: ReadonlyMap<MappedType, readonly string[]>,
): Omit<FieldColumn, 'isMultiField'> {
  const found = [...types.keys()];
  const [mapped = 'keyword'] = found;
  const kinds = new Set(found.map((type) => TYPES[type] ?? 'unsupported'));
  const [type = 'unsupported'] = kinds;
  const isAggregatable = found.every((one) => FIELD_TYPES[one].isAggregatable !== false);
  const column = { name, field: name, isAggregatable: isAggregatable && type !== 'geo_point' };
  if (kinds.size > 1) {
    const listed = [...types].map(([one, names]) => `[${one}] in [${names.join(', ')}]`);
    return {
      ...column,
      type: 'unsupported',
      mapped: 'unsupported',
      problem: `due to ambiguities being mapped as [${found.length}] incompatible types: ${listed.join(', ')}`,
    };
  }
  return type === 'unsupported'
    ? { ...column, type, mapped, problem: `with unsupported type [${mapped}]` }
    : { ...column, type, mapped };
}

/** What a search knows of a document beside its fields. */
export const METADATA_COLUMNS: Readonly<Record<string, ColumnType>> = {
  _id: 'keyword',
  _index: 'keyword',
  _version: 'long',
  _score: 'double',
};

/** A column of metadata. */
export const metadataColumn = (name: string): FieldColumn => ({
  name,
  field: name,
  type: METADATA_COLUMNS[name] ?? 'unsupported',
  mapped: METADATA_COLUMNS[name] === 'double' ? 'float' : (METADATA_COLUMNS[name] ?? ''),
  isAggregatable: false,
  isMultiField: false,
});
