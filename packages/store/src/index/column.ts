import { createHash } from 'node:crypto';

/** The engine types that fields are stored as. */
export type ColumnType =
  | 'String'
  | 'LowCardinality(String)'
  | 'Int64'
  | 'UInt64'
  | 'Float64'
  | 'Bool'
  | 'DateTime64(3)'
  | 'DateTime64(9)'
  | 'IPv6';

/** Where a field's values are: `list` columns are Array(type), others Nullable(type) unless `required`. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly list: boolean;
  /** Never null, such as `ts` of a data stream. */
  readonly required: boolean;
  /**
   * Name of the scalar column that this list column replaced when the first list came (always a list column, never
   * `required`). Its default is computed from the old column; a row that was mapped before has only a value of the
   * old column, which then stands for a list of one.
   */
  readonly promotedFrom?: string;
  /** The field has had no value yet: the table has no such column, and whether it gets one is not decided. */
  readonly isPending?: true;
  /** Values are texts `key NUL value` in a list column that fields without a column of their own share. */
  readonly overflowKey?: string;
  /**
   * Skip index: the words of a scalar text column, its values (equality, where they differ a lot), or the members of a
   * list that are tokens.
   */
  readonly skipIndex?: 'words' | 'values' | 'tokens';
}

/** Columns that every table has, beside those of fields. */
export const SYSTEM_COLUMNS = {
  id: '_id',
  seqNo: '_seq',
  version: '_ver',
  source: '_source',
  /** DateTime64(3, 'UTC'): `@timestamp`, or 1970 where a document has none. First part of the sorting key. */
  time: 'ts',
} as const;

/** The routing that a document was written with. A table gets it when its index has seen one. */
export const ROUTING_COLUMN: Column = {
  name: '_routing',
  type: 'String',
  list: false,
  required: false,
};

/** In tables of kept rows (`KeptRows`): the last operation of the batch by which the row was replaced or deleted. */
export const GONE_COLUMN = '_gone';

const NAME_BYTES_MAX = 180;

/**
 * The column of a field: `f_` (of lists `fa_`, of pairs `fp_`, of nested objects `fn_`, of the fields in each of them `fo_`, of runtime fields `r_`) and the path with `.` as `__`, `_` as `_u`, other characters outside [A-Za-z0-9] as
 * `_xHH`. A dot would make the engine build a Nested group. Long names are cut and get a hash, since file names
 * derive from them.
 */
export function columnName(
  path: string,
  prefix: 'f' | 'fa' | 'fn' | 'fo' | 'fot' | 'fotp' | 'fp' | 'ft' | 'ftp' | 'r' = 'f',
): string {
  let mangled = '';
  for (const byte of Buffer.from(path, 'utf8')) {
    const char = String.fromCharCode(byte);
    if (/[A-Za-z0-9]/.test(char)) {
      mangled += char;
    } else if (char === '.') {
      mangled += '__';
    } else if (char === '_') {
      mangled += '_u';
    } else {
      mangled += `_x${byte.toString(16).padStart(2, '0')}`;
    }
  }
  const name = `${prefix}_${mangled}`;
  if (name.length <= NAME_BYTES_MAX) {
    return name;
  }
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 16);
  return `${name.slice(0, NAME_BYTES_MAX - 17)}_${hash}`;
}
