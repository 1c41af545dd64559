import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { zoneOffsetMs } from '@longshore/common/time-zone';
import type { Language } from '../../tables/functions/table-function.ts';
import { type QueryContext, TextBudget, Warnings } from '../../tables/query-context.ts';

/** The query of a body. */
export function requiredQuery(body: JsonObject): string {
  const query = readText(body, 'query');
  if (query === undefined || query.trim() === '') {
    throw errors.validation('1: [query] is required;');
  }
  return query;
}

/** What all parts of the query of a body share. */
export function readContext(language: Language, body: JsonObject): QueryContext {
  const timeZone = readText(body, 'time_zone') ?? 'UTC';
  zoneOffsetMs(timeZone, 0);
  const source = requiredQuery(body);
  return {
    language,
    source,
    timeZone,
    nowMs: Date.now(),
    warnings: new Warnings(),
    texts: new TextBudget(),
  };
}

/** A query that limits which documents count. */
export function readFilter({ filter }: JsonObject): JsonObject | undefined {
  if (filter === undefined || filter === null || isObject(filter)) {
    return filter ?? undefined;
  }
  throw errors.parsing('[filter] must be a query', 'filter');
}

/** A member that is a text, if it is there. */
export function readText(body: JsonObject, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null || typeof value === 'string') {
    return value ?? undefined;
  }
  throw errors.parsing(`[${key}] must be a text`, key);
}

/** Values by place: of a list of values, of `{"value": …}`, or of objects with names, by which they are found, too. */
export function readQueryParameters(given: Json | undefined): ReadonlyMap<string, Json> {
  if (given === undefined || given === null) {
    return new Map();
  }
  if (!Array.isArray(given)) {
    throw errors.parsing('[params] must be a list', 'params');
  }
  return new Map(
    given.flatMap((one: Json, i): (readonly [string, Json])[] => {
      const place = String(i + 1);
      if (!isObject(one)) {
        return [[place, one]];
      }
      if (one.value !== undefined) {
        return [[place, one.value]];
      }
      const [name = place, value = null] = Object.entries(one)[0] ?? [];
      return [
        [place, value],
        [name, value],
      ];
    }),
  );
}
