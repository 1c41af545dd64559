import { ROUTING_COLUMN } from '../index/column.ts';
import { DocumentValues } from './document-values.ts';
import type { DocumentRow } from './operation.ts';

/** The row of a document with the routing that it was written with; the same row without one. */
export function withRouting(row: DocumentRow, routing: string | undefined): DocumentRow {
  return routing === undefined
    ? row
    : { ...row, values: DocumentValues.from([...row.values, [ROUTING_COLUMN.name, routing]]) };
}
