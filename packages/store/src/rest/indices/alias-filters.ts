import { errors, LongshoreError } from '@longshore/common/errors';
import type { Aliases } from '../../index/index-entry.ts';
import { parseQuery } from '../../search/parse-query.ts';

/** Throws for a filter that no search through its alias could apply. */
export function checkFilters(aliases: Aliases): void {
  for (const [alias, { filter }] of Object.entries(aliases)) {
    if (filter === undefined) {
      continue;
    }
    try {
      parseQuery(filter);
    } catch (error) {
      const cause = error instanceof LongshoreError ? error : undefined;
      throw errors.illegalArgument(`failed to parse filter for alias [${alias}]`, cause);
    }
  }
}
