import type { MappedField, Mapping } from '../../index/mapping.ts';
import { runtimeColumns, searchFields } from '../../index/runtime/runtime-columns.ts';
import type { RuntimeFields } from '../../index/runtime/runtime-fields.ts';
import type { SearchIndex } from '../../index/target.ts';
import { raw, type Sql } from '../../sql/sql.ts';
import { listOf } from '../field-sql.ts';

/** An index with the fields that are computed for a search. */
interface RuntimeIndex {
  /** All fields of the index. */
  readonly mapped: Mapping;
  /** Those whose columns the table has. */
  readonly searchable: Mapping;
  /** What to read instead of the table. */
  readonly from: Sql;
}

/**
 * Adds the runtime fields of a mapping and of a search to an index; of the same name, those of the search win, then those
 * of the mapping. `searchable` is the mapping without fields whose columns the table does not have yet.
 */
export function withRuntime(
  { table, mapping }: Pick<SearchIndex, 'table' | 'mapping'>,
  searchable: Mapping,
  ofSearch: RuntimeFields = new Map(),
): RuntimeIndex {
  const from = raw(table);
  if (mapping.runtime.size === 0 && ofSearch.size === 0) {
    return { mapped: mapping, searchable, from };
  }
  const runtime = new Map([...mapping.runtime, ...ofSearch]);
  const columns = runtimeColumns(runtime, {
    field: (path) => withColumn(searchable.fields.get(path)),
    list: listOf,
    isSourceMade: mapping.source.mode === 'synthetic',
  });
  const shadowed = [...searchable.fields].filter(([path]) => !runtime.has(path));
  return {
    mapped: { ...mapping, fields: searchFields({ ...mapping, runtime }) },
    searchable: { ...searchable, fields: new Map([...shadowed, ...columns.fields]) },
    from: columns.from(from),
  };
}

/** A field that has had no value yet has no column: for scripts it is as if it were not mapped. */
const withColumn = (field: MappedField | undefined): MappedField | undefined =>
  field?.column.isPending === true ? undefined : field;
