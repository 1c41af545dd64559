import { column, type Sql } from '../../sql/sql.ts';
import type { DocumentSource, SourceReader, SourceRules } from '../../write/writer.ts';
import { SYSTEM_COLUMNS } from '../column.ts';
import { parseExactBytes } from '../exact-json.ts';
import type { IndexMapping } from '../index-mapping.ts';
import { mapDocument } from '../map-document.ts';
import { cutSourceRules } from './cut-message.ts';
import { rebuildSource, valuesOfRow } from './rebuild.ts';
import type { SourceRule } from './source-rule.ts';
import { openColumnReader } from './source-sql.ts';

/** How documents are read of an index; undefined where their sources are stored just as they were received. */
export function sourceRules(mapping: IndexMapping): SourceRules | undefined {
  const { mode } = mapping.source;
  if (mode === 'stored') {
    return cutSourceRules(mapping);
  }
  return {
    reader: (isThere) => {
      const { text, read } = openColumnReader(mapping, isThere);
      return { text, read: (row) => toSource(mapping, mode, read(row)) };
    },
    preview: (received) => {
      const mapped = mapDocument(mapping, parseExactBytes(received));
      const stored = mapped.row.stored?.text ?? '';
      return toSource(mapped.mapping, mode, { stored, values: valuesOfRow(mapped.row) });
    },
  };
}

/** Sources as their column has them, for readers that need nothing else of an index that is not synthetic. */
export function storedSources({ source: { mode } }: Pick<IndexMapping, 'source'>): SourceReader {
  const text: Sql = column(SYSTEM_COLUMNS.source);
  return {
    text,
    read: (source) => ({ source: mode === 'disabled' ? undefined : source, indexed: source }),
  };
}

function toSource(
  mapping: IndexMapping,
  mode: SourceRule['mode'],
  { stored, values }: ReturnType<ReturnType<typeof openColumnReader>['read']>,
): DocumentSource {
  if (mode === 'synthetic') {
    const source = rebuildSource(mapping, values, stored);
    return { source, indexed: source };
  }
  const indexed = rebuildSource(mapping, values, '');
  return { source: mode === 'filtered' ? stored : undefined, indexed };
}
