import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { type Sql, sql } from '../sql/sql.ts';
import { isKeyword, type SearchField } from './field-context.ts';
import { isList, listOf } from './field-sql.ts';
import type { InnerHits } from './inner-hits/inner-hits-request.ts';
import { parseCollapsedHits } from './inner-hits/inner-hits-request.ts';
import { asKind, noValue } from './kind-sql.ts';
import { type Branch, unionOf } from './plan.ts';
import { allOf } from './predicate.ts';
import type { ParseContext } from './query.ts';
import { readObject } from './read-object.ts';
import type { Run } from './run.ts';
import type { SearchRequest } from './search-request.ts';
import { commonField } from './value-kind.ts';

/** Of hits with the same value of a field, only the first is shown. Those without a value are alike. */
export interface Collapse {
  readonly field: string;
  /** Hits of its group that each hit shows. */
  readonly innerHits: readonly InnerHits[];
}

/** Reads the `collapse` of a search. */
export function parseCollapse(
  given: Json | undefined,
  context: ParseContext,
): { readonly collapse?: Collapse } {
  if (given === undefined || given === null) {
    return {};
  }
  const reader = readObject('collapse', given);
  const collapse = {
    field: reader.string('field'),
    innerHits: parseCollapsedHits(reader.json('inner_hits'), context),
  };
  // How many searches of inner hits run at once: here all groups are searched together.
  reader.optionalInteger('max_concurrent_group_searches');
  reader.rejectUnknown();
  return { collapse };
}

/** What hits are collapsed by in each branch: a value that all branches can compare. */
export async function openCollapse(
  request: Pick<SearchRequest, 'collapse' | 'tiebreak' | 'searchAfter' | 'sort'>,
  branches: readonly Branch[],
  run: Run,
): Promise<((branch: Branch) => Sql) | undefined> {
  const { collapse } = request;
  if (collapse === undefined) {
    return undefined;
  }
  checkRequest(request, collapse);
  for (const { context } of branches) {
    if (!context.isMapped(collapse.field)) {
      throw errors.illegalArgument(
        `no mapping found for \`${collapse.field}\` in order to collapse on`,
      );
    }
  }
  const groupOf = groupsOf(collapse, branches);
  await refuseMoreValues(collapse, branches, run);
  return groupOf;
}

/** The value that a row is collapsed by, of a type that all branches share. Throws for a field that has none. */
export function groupsOf(
  { field: path }: Collapse,
  branches: readonly Branch[],
): (branch: Branch) => Sql {
  const fields = branches.map(({ context }) => context.field(path));
  const kind = commonField(path, fields, 'collapse on')?.kind ?? 'int';
  fields.forEach(refuseOtherTypes);
  return ({ context }) => {
    const field = context.field(path);
    if (field === undefined) {
      return noValue(kind);
    }
    const values = asKind(field, kind);
    return isList(field) ? sql`if(empty(${values}), NULL, ${values}[1])` : values;
  };
}

/** A page goes on behind a value: hits of a group that was shown must not come again. */
function checkRequest(
  { tiebreak, searchAfter, sort }: Pick<SearchRequest, 'tiebreak' | 'searchAfter' | 'sort'>,
  { field }: Collapse,
): void {
  if (tiebreak === 'hidden') {
    throw errors.illegalArgument('cannot use `collapse` in a scroll context');
  }
  const [first, ...more] = sort;
  const isOfField = first?.kind === 'field' && first.field === field && more.length === 0;
  if (searchAfter !== undefined && !isOfField) {
    throw errors.illegalArgument(
      'collapse field and sort field must be the same when use `collapse` in conjunction with `search_after`',
    );
  }
}

const NUMBERS: ReadonlySet<string> = new Set(['Int64', 'UInt64', 'Float64']);

function refuseOtherTypes(field: SearchField | undefined): void {
  if (field !== undefined && !isKeyword(field) && !NUMBERS.has(field.column.type)) {
    throw errors.illegalArgument(
      `unknown type for collapse field \`${field.path}\`, only keywords and numbers are accepted`,
    );
  }
}

/** A document with two values would be in two groups. */
async function refuseMoreValues(
  { field: path }: Collapse,
  branches: readonly Branch[],
  run: Run,
): Promise<void> {
  const selects = branches.flatMap(({ from, where, context }) => {
    const field = context.field(path);
    return field !== undefined && isList(field)
      ? [
          sql`SELECT 1 AS n FROM ${from} WHERE ${allOf([where, sql`length(${listOf(field)}) > 1`])} LIMIT 1`,
        ]
      : [];
  });
  const [found] = selects.length === 0 ? [] : await run(unionOf(selects));
  if (found !== undefined) {
    throw errors.illegalArgument(
      `failed to collapse on field \`${path}\`: the collapse field must be single valued, and a document that matches has more values`,
    );
  }
}
