import { type Column, columnName } from '../../index/column.ts';
import { type ColumnValue, DocumentValues } from '../document-values.ts';
import type { DocumentRow, WriteOperation } from '../operation.ts';
import { withRouting } from '../routed-row.ts';
import type { WriteIndex } from '../writer.ts';

const FIELDS: readonly Column[] = [
  {
    name: columnName('message'),
    type: 'String',
    list: false,
    required: false,
    skipIndex: 'words',
  },
  { name: columnName('number'), type: 'Int64', list: false, required: false },
  { name: columnName('tags', 'fa'), type: 'LowCardinality(String)', list: true, required: false },
];

/** An index with the fields message, number and tags; more columns can be pushed. */
export function testIndex(
  uuid: string,
  refreshIntervalMs = -1,
  searchIdleAfterMs?: number,
): WriteIndex & { readonly added: Column[] } {
  const added: Column[] = [];
  return {
    uuid,
    name: `index-${uuid}`,
    table: `ls.i_${uuid}`,
    columns: () => [...FIELDS, ...added],
    refreshIntervalMs,
    searchIdleAfterMs,
    added,
  };
}

/** Values by column, of documents such as `{"time": 5, "message": "x", "number": 1}`. */
export function rowOf(_uuid: string, source: Buffer): DocumentRow {
  const document = JSON.parse(source.toString('utf8')) as Record<string, ColumnValue>;
  const values = new DocumentValues();
  for (const [path, value] of Object.entries(document)) {
    if (path !== 'time') {
      values.set(columnName(path, Array.isArray(value) ? 'fa' : 'f'), value);
    }
  }
  return { timeMs: Number(document['time'] ?? 0), values };
}

/** An index operation, or with `kind` a create. */
export function put(
  document: Readonly<Record<string, unknown>>,
  rest: {
    readonly id?: string;
    readonly routing?: string;
    readonly kind?: 'index' | 'create';
    readonly ifSeqNo?: number;
  } = {},
): WriteOperation {
  const source = Buffer.from(JSON.stringify(document));
  const row = withRouting(rowOf('', source), rest.routing);
  return { kind: 'index', source, row, ...rest };
}
