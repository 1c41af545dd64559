import type { Static, TSchema } from 'typebox';

/** One call of our own API. The server validates and serialises with it, the browser calls with it. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** Path with `:name` parameters, which are members of `query` too. */
  readonly path: `/api/${string}`;
  readonly query: TSchema;
  readonly reply: TSchema;
}

export type QueryOf<E extends Endpoint> = Static<E['query']>;
export type ReplyOf<E extends Endpoint> = Static<E['reply']>;

/** Declares an endpoint and keeps the exact types of its schemas. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}
