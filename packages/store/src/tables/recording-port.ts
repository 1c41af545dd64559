import type { JsonObject } from '@longshore/common/json';
import type { FieldRequest } from '../search/hit-fields.ts';
import type { SearchPort } from './search-port.ts';

/** Thrown in place of a search: what would have been searched. */
export class RecordedSearch extends Error {
  override readonly name = 'RecordedSearch';
  readonly body: JsonObject;

  constructor(body: JsonObject, fields: readonly FieldRequest[], size?: number) {
    super('a search that is only to be shown');
    const shown = fields.map(({ pattern, format }) =>
      format === undefined ? { field: pattern } : { field: pattern, format },
    );
    this.body = {
      ...(size === undefined ? {} : { size }),
      ...body,
      ...(fields.length === 0 ? {} : { fields: shown }),
    };
  }
}

/** Searches nothing: the first search ends the query. */
export const recordingPort: SearchPort = {
  search: async (body, fields) => {
    throw new RecordedSearch(body, fields);
  },
  pages: (body, fields, size) => {
    throw new RecordedSearch(body, fields, size);
  },
};
