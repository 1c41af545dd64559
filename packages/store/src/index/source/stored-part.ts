import type { DocumentRow } from '../../write/operation.ts';
import { type ExactObject, stringifyExact } from '../exact-json.ts';
import type { IndexMapping } from '../index-mapping.ts';
import { leftoverOf } from './leftover.ts';

/** What is stored of a document beside its row; undefined for the source as it was received. */
export function storedPart(
  mapping: IndexMapping,
  source: ExactObject,
  row: DocumentRow,
): DocumentRow['stored'] {
  const rule = mapping.source;
  switch (rule.mode) {
    case 'stored':
      return undefined;
    case 'filtered':
      return { text: stringifyExact(rule.apply(source)), needsFields: false };
    case 'disabled':
      return { text: '', needsFields: false };
    case 'synthetic':
      return { text: leftoverOf(mapping, source, row), needsFields: true };
  }
}
