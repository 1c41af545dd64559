import type { Json } from '@longshore/common/json';
import type { RuntimeFields } from '../index/runtime/runtime-fields.ts';
import type { AggNode } from './aggs/agg-tree.ts';
import type { Collapse } from './collapse.ts';
import type { HighlightField } from './highlight/highlight-request.ts';
import type { FieldRequest } from './hit-fields.ts';
import type { IndexBoost } from './indices-boost.ts';
import type { PitRequest, Slice } from './moment.ts';
import type { Query } from './query.ts';
import type { Rescore } from './rescore.ts';
import type { ScriptField } from './runtime/script-fields.ts';
import type { SortKey } from './sort.ts';
import type { SourceFilter } from './source-filter.ts';
import type { Suggestion } from './suggest/suggestion.ts';

/** A search, typed and complete: everything after parsing deals with this only. */
export interface SearchRequest {
  readonly query: Query;
  readonly from: number;
  readonly size: number;
  /** Empty: by score, then in the order of indexing. */
  readonly sort: readonly SortKey[];
  readonly searchAfter: readonly Json[] | undefined;
  readonly source: SourceFilter;
  /** Totals are exact up to this number; 0 for no total at all. */
  readonly trackTotalHits: number;
  readonly trackScores: boolean;
  /** Hits show `_version`; `_seq_no` and `_primary_term`. */
  readonly version: boolean;
  readonly seqNoPrimaryTerm: boolean;
  /** Hits show how their scores come about. */
  readonly explain: boolean;
  /** Hits show what the named queries that they match score, beside their names. */
  readonly withNamedScores: boolean;
  readonly timeoutMs: number | undefined;
  /** Fields that this search computes, beside those of the mappings. */
  readonly runtime: RuntimeFields;
  /** Values that are computed for each hit. */
  readonly scriptFields: readonly ScriptField[];
  /** Fields whose values hits show. */
  readonly fields: readonly FieldRequest[];
  /** Fields whose values hits show with what the query looks for marked. */
  readonly highlight: readonly HighlightField[];
  /** Second queries for the best hits, one after the other. */
  readonly rescores: readonly Rescore[];
  /** What scores less is no match at all. */
  readonly minScore: number | undefined;
  /** In each index, no documents count beyond so many. */
  readonly terminateAfter: number | undefined;
  readonly indicesBoost: readonly IndexBoost[];
  /** Words and texts that may have been meant, whatever the query matches. */
  readonly suggest: readonly Suggestion[];
  /** The answer says which statements were run, and how long each took. */
  readonly profile: boolean;
  /** The point in time that is searched, instead of indices as they are now. */
  readonly pit?: PitRequest;
  /** One of several parts that together are all hits; see `ofSlice`. */
  readonly slice?: Slice;
  /** Of hits with the same value, only the first is shown. */
  readonly collapse?: Collapse;
  /** Behind the sort, so that no two hits are alike: shown with the sort, or kept from the answer. */
  readonly tiebreak?: 'shown' | 'hidden';
  readonly aggs: readonly AggNode[];
}
