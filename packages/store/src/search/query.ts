import type { Json, JsonObject } from '@longshore/common/json';
import type { Sql } from '../sql/sql.ts';
import type { ReadDocument } from './document-place.ts';
import type { FieldContext } from './field-context.ts';
import type { Sought } from './highlight/sought.ts';
import type { NestedInnerHits } from './inner-hits/inner-hits-request.ts';
import type { Statistics } from './scoring/statistics.ts';
import type { FieldSpans } from './spans/field-spans.ts';

/** The part of time that a query can match, in epoch ms, both ends included. */
export interface TimeBounds {
  readonly minMs: number;
  readonly maxMs: number;
}

/** What a query parser may call for the queries inside it. */
export interface ParseContext {
  parseQuery(body: Json | undefined): Query;
}

/** What compiling a query may ask of the index that it is compiled for. */
export interface CompileContext extends FieldContext {
  /** The spec of a query with what had to be read for it (`prepare`). */
  specOf(query: Query): unknown;
  /** Of nested objects: what is looked at around them. */
  readonly around: CompileContext | undefined;
  compile(query: Query): Sql;
  /** Undefined where nobody needs scores: each query scores its boost then. */
  readonly statistics: Statistics | undefined;
  /** A number when all matches score alike. */
  score(query: Query): Sql | number;
}

/** What preparing a query may read. */
interface Reads {
  /** The source of a document as it is now; undefined if there is none. Throws where there is no such index. */
  readonly document: ReadDocument;
  /** How many rows of the index fulfil each of the conditions. */
  counts(conditions: readonly Sql[]): Promise<readonly number[]>;
  /** A context in which a query scores as it does in the answer of a search. */
  scored(query: Query): Promise<CompileContext>;
}

/** One query type: a file in `queries/`. `query-types.ts` lists them all. */
export interface QueryType<Spec> {
  readonly name: string;
  /** `{"field": {…}}`: parameters, the name of the query among them, stand below the field's name. */
  readonly isOnField?: true;
  /** Request to spec. Throws for what it does not know. */
  parse(body: Json | undefined, context: ParseContext): Spec;
  /** The spec for one index with what has to be read before it can be compiled; as it is without. */
  prepare?(spec: Spec, context: CompileContext, reads: Reads): Promise<Spec>;
  /** A condition that is true or false for each row, never null (`predicate.ts`). */
  compile(spec: Spec, context: CompileContext): Sql;
  /** The score of a row that matches; 1 without. */
  score?(spec: Spec, context: CompileContext): Sql | number;
  /** How its score is made of those of its clauses, for explanations; their sum without. */
  readonly scoreNote?: string;
  /** The queries that it is put together from; none without. */
  clauses?(spec: Spec): readonly Clause[];
  /** The queries inside it that are about nested objects. */
  ofObjects?(spec: Spec): readonly Query[];
  /** The nested objects that its matches show, where it asks for them. */
  innerHits?(spec: Spec): NestedInnerHits | undefined;
  /** What its matches have marked in their texts, but for what its clauses look for; nothing without. */
  sought?(spec: Spec, context: FieldContext): readonly Sought[];
  /** The pieces of a text that it matches, if it is a query of those (`span_…`). */
  spans?(spec: Spec, context: CompileContext): FieldSpans;
  /** The times of `@timestamp` outside of which nothing matches, if the query says so. */
  bounds?(spec: Spec, context: BoundsContext): TimeBounds | undefined;
}

/** A query inside another one. */
export interface Clause {
  readonly occur: 'must' | 'filter' | 'should' | 'must_not';
  readonly query: Query;
}

export interface BoundsContext {
  readonly nowMs: number;
  bounds(query: Query): TimeBounds | undefined;
}

/** A parsed query: its type and that type's spec. */
export interface Query {
  readonly type: QueryType<unknown>;
  readonly spec: unknown;
  /** The name (`_name`) under which hits that match say so. */
  readonly name?: string;
  /** As the request had it. */
  readonly json: JsonObject;
}
