import type { SearchIndex } from '../index/target.ts';
import { type FieldRequest, openHitFields } from './hit-fields.ts';
import type { Document, HitRow } from './hits.ts';
import type { Branch } from './plan.ts';
import { computeScriptFields, type ScriptField } from './runtime/script-fields.ts';
import { openSourceFilter, type SourceFilter } from './source-filter.ts';

/** Which parts of a hit are shown. */
export interface HitOptions {
  readonly source: SourceFilter;
  readonly version: boolean;
  readonly seqNoPrimaryTerm: boolean;
  readonly scriptFields?: readonly ScriptField[];
  readonly fields?: readonly FieldRequest[];
}

/** A hit as the answer shows it. */
export type Hit = Readonly<Record<string, unknown>>;

const PRIMARY_TERM = 1;

/** Rows and their documents as hits. */
export function openHitWriter(branches: readonly Branch[], options: HitOptions) {
  const filter = openSourceFilter(options.source);
  const indices = new Map(branches.map(({ ordinal, index }) => [ordinal, index]));
  const { fields: requested = [] } = options;
  const shownFields = new Map(
    requested.length === 0
      ? []
      : branches.map(({ ordinal, index }) => [ordinal, openHitFields(index.mapping, requested)]),
  );
  return (
    row: HitRow,
    document: Document,
    shown: {
      readonly score: unknown;
      readonly sort: readonly unknown[] | undefined;
      readonly matched?: object | undefined;
      readonly highlight?: object | undefined;
      readonly explanation?: object | undefined;
      readonly innerHits?: object | undefined;
    },
  ): Hit => ({
    _index: indices.get(row.ordinal)?.name,
    _id: document.id,
    _version: options.version ? document.version : undefined,
    _seq_no: options.seqNoPrimaryTerm ? row.seqNo : undefined,
    _primary_term: options.seqNoPrimaryTerm ? PRIMARY_TERM : undefined,
    _score: shown.score,
    _ignored: document.ignored.length > 0 ? document.ignored : undefined,
    _routing: document.routing,
    _source: document.source === undefined ? undefined : filter(document.source),
    fields: joined(
      shownFields.get(row.ordinal)?.(document.indexed),
      scriptFieldsOf(indices.get(row.ordinal), document, options),
    ),
    highlight: shown.highlight,
    sort: shown.sort,
    matched_queries: shown.matched,
    _explanation: shown.explanation,
    inner_hits: shown.innerHits,
  });
}

/** No `fields` at all where there are none. */
function joined(shown: object | undefined, computed: object | undefined): object | undefined {
  const all = { ...shown, ...computed };
  return Object.keys(all).length === 0 ? undefined : all;
}

function scriptFieldsOf(
  index: SearchIndex | undefined,
  { indexed }: Document,
  { scriptFields = [] }: HitOptions,
) {
  return scriptFields.length === 0 || !index
    ? undefined
    : computeScriptFields(scriptFields, index.mapping, indexed);
}
