import type { FieldContext } from '../field-context.ts';
import type { Query } from '../query.ts';
import type { Sought } from './sought.ts';

/** What a query and those inside it look for; what must not match is not looked for. */
export function findSought({ type, spec }: Query, context: FieldContext): readonly Sought[] {
  const own = type.sought?.(spec, context) ?? [];
  const inner = (type.clauses?.(spec) ?? [])
    .filter(({ occur }) => occur !== 'must_not')
    .flatMap(({ query }) => findSought(query, context));
  return [...own, ...inner];
}
