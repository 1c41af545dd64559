import type { JsonObject } from '@longshore/common/json';
import type { FieldRequest } from '../search/hit-fields.ts';

/** An answer of a search: JSON, but for numbers that keep their spelling. */
export type SearchAnswer = Readonly<Record<string, unknown>>;

/** What runs the searches of a query. */
export interface SearchPort {
  search(body: JsonObject, fields: readonly FieldRequest[]): Promise<SearchAnswer>;
  /** All hits of one moment, page by page, each of `size` hits. */
  pages(
    body: JsonObject,
    fields: readonly FieldRequest[],
    size: number,
  ): AsyncIterable<SearchAnswer>;
}
