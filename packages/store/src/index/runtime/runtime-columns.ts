import { errors } from '@longshore/common/errors';
import { type ComputedColumn, column, computedTable, raw, type Sql, sql } from '../../sql/sql.ts';
import { type Column, columnName } from '../column.ts';
import { FIELD_TYPES } from '../field-types.ts';
import type { MappedField, Mapping } from '../mapping.ts';
import { MESSAGE_COLUMN } from '../source/cut-message.ts';
import type { FieldSource } from './doc-values.ts';
import type { RuntimeField, RuntimeFields } from './runtime-fields.ts';
import { sourceValues } from './source-values.ts';
import { translateScript } from './translate-script.ts';

/** Runtime fields as columns of a table that is made while it is read. */
export interface RuntimeColumns {
  /** Without those whose scripts need a field that is not mapped: they have no values. */
  readonly fields: ReadonlyMap<string, MappedField>;
  /** The table with those columns beside its own that a statement names. */
  from(table: Sql): Sql;
}

/** Refuses a mapping with a runtime field that the engine can't compute, before it is kept. */
export function checkRuntime({ runtime, fields }: Mapping): void {
  // Where the values are does not matter for what can be computed.
  runtimeColumns(runtime, {
    field: (path) => fields.get(path),
    list: ({ column: { name } }) => column(name),
  });
}

/** The fields that searches of an index find: mapped ones, and those that are computed, which win. */
export function searchFields({ fields, runtime }: Mapping): ReadonlyMap<string, MappedField> {
  return runtime.size === 0
    ? fields
    : new Map([...fields, ...[...runtime].map(([path, field]) => [path, asField(field)] as const)]);
}

/** Compiles runtime fields for an index; `mapped` are the fields that the table has. */
export function runtimeColumns(runtime: RuntimeFields, mapped: FieldSource): RuntimeColumns {
  const fields = new Map<string, MappedField>();
  const columns: ComputedColumn[] = [];
  const underWay: string[] = [];
  const resolve = (path: string): MappedField | undefined => {
    const definition = runtime.get(path);
    return definition ? (fields.get(path) ?? add(definition)) : mapped.field(path);
  };
  const ofColumns = (path: string) => {
    const isCut = mapped.isSourceMade === true || columnName(path) === MESSAGE_COLUMN;
    const field = isCut ? mapped.field(path) : undefined;
    return field && mapped.list(field);
  };
  const add = (definition: RuntimeField): MappedField | undefined => {
    const { path } = definition;
    if (underWay.includes(path)) {
      throw errors.illegalArgument(
        `Cyclic dependency detected while resolving runtime fields: ${[...underWay, path].join(' -> ')}`,
      );
    }
    underWay.push(path);
    const value = definition.script
      ? translateScript(definition, { ...mapped, field: resolve })
      : sourceValues(definition, ofColumns(path));
    underWay.pop();
    if (value === undefined) {
      return undefined;
    }
    const field = asField(definition);
    fields.set(path, field);
    columns.push({
      name: field.column.name,
      value: sql`CAST(${value} AS ${engineType(field)})`,
    });
    return field;
  };
  for (const path of runtime.keys()) {
    resolve(path);
  }
  return {
    fields,
    from: (table) => computedTable(table, columns),
  };
}

/** Also where a script emits nothing at all, the column has its type. */
function engineType({ column: { type, list } }: MappedField): Sql {
  const item = type === 'DateTime64(3)' ? "DateTime64(3, 'UTC')" : type;
  return raw(list ? `Array(${item})` : `Nullable(${item})`);
}

function asField({ path, type, format, script }: RuntimeField): MappedField {
  const shape: Column = {
    name: columnName(path, 'r'),
    type: FIELD_TYPES[type].column,
    list: script === undefined,
    required: false,
  };
  return {
    path,
    type,
    index: true,
    definition: {},
    column: shape,
    ...(format === undefined ? {} : { format }),
  };
}
