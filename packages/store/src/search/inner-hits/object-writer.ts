import { parseExact, stringifyExact } from '../../index/exact-json.ts';
import type { HighlightField } from '../highlight/highlight-request.ts';
import { Highlighter } from '../highlight/highlighter.ts';
import { type Hit, type HitOptions, openHitWriter } from '../hit-writer.ts';
import type { Document, HitRow } from '../hits.ts';
import { RawJson } from '../json-text.ts';
import {
  documentAround,
  identityOf,
  insideOf,
  objectAt,
  placesOf,
} from '../nested/nested-identity.ts';
import type { Branch } from '../plan.ts';
import type { Query } from '../query.ts';
import { shownScore } from '../scoring/bm25.ts';
import type { SortKey } from '../sort.ts';
import type { SortColumn } from '../sort-columns.ts';
import { openSourceFilter } from '../source-filter.ts';
import { needsIndexed } from '../source-reader.ts';

/** Which parts of an object are shown, and what it was found and sorted by. */
interface ObjectHitOptions extends HitOptions {
  readonly query: Query;
  readonly sort: readonly SortKey[];
  readonly highlight?: readonly HighlightField[];
}

interface ObjectRow {
  /** Where its document is, and what it is sorted by itself. */
  readonly hit: HitRow;
  /** Its places in the document, counted from one. */
  readonly places: readonly number[];
  readonly document: Document;
}

/** Rows of nested objects, of a branch that has one for each, as hits. */
export function openObjectWriter(
  branch: Branch,
  options: ObjectHitOptions,
  columns: readonly SortColumn[],
): (object: ObjectRow, innerHits?: object) => Hit {
  const { context, index } = branch;
  const { scope } = context;
  const mapping = { ...index.mapping, fields: context.mapping.fields };
  const write = openHitWriter([{ ...branch, index: { ...index, mapping } }], options);
  const filter = openSourceFilter(options.source);
  const highlighter = new Highlighter(options.highlight ?? [], options.query);
  const constant = context.score(options.query);
  const scoreAt = options.sort.findIndex(({ kind }) => kind === 'score');
  const isSorted = options.sort.length > 0;
  // Without a source it is not read unless it is shown.
  const showsIndexed = needsIndexed(options);
  return ({ hit, places: counted, document }, innerHits) => {
    const values = hit.sortValues.map((value, i) => columns[i]?.show(value));
    const isScored = !isSorted || scoreAt >= 0;
    const sorted = isSorted ? values[scoreAt] : values[0];
    const score = typeof constant === 'number' ? shownScore(constant) : sorted;
    const places = placesOf(context, counted);
    const partOf = (source: string) =>
      stringifyExact(documentAround(scope, objectAt(source, places)));
    const source = document.source === undefined ? undefined : filter(partOf(document.source));
    const indexed = showsIndexed ? partOf(document.indexed) : '';
    const shown = write(
      hit,
      { ...document, source: undefined, indexed, ignored: [] },
      {
        score: isScored ? (score ?? null) : null,
        sort: isSorted ? values : undefined,
        highlight: highlighter.highlight(branch, document.id, indexed),
        innerHits,
      },
    );
    return {
      _index: shown._index,
      _id: shown._id,
      _nested: identityOf(places),
      ...shown,
      _source: source && new RawJson(stringifyExact(insideOf(scope, parseExact(source.text)))),
    };
  };
}
