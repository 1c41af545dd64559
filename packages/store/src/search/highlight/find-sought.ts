import type { CompileContext, Query } from '../query.ts';
import type { Sought } from './sought.ts';

/** What a query and those inside it look for; what must not match is not looked for. */
export function findSought(query: Query, context: CompileContext): readonly Sought[] {
  const { type, spec } = query;
  const own = type.sought?.(context.specOf(query), context) ?? [];
  const inner = (type.clauses?.(spec) ?? [])
    .filter(({ occur }) => occur !== 'must_not')
    .flatMap((clause) => findSought(clause.query, context));
  return [...own, ...inner];
}
