import type { Expression, TypeName } from '../../script/ast.ts';
import type { DocValues, FieldSource } from './doc-values.ts';
import type { TypedSql } from './typed-sql.ts';

/** What names stand for at one place of a script. */
export interface Names {
  readonly fields: FieldSource;
  readonly params: Readonly<Record<string, unknown>>;
  readonly locals: ReadonlyMap<string, { readonly value: TypedSql; readonly type: TypeName }>;
}

export type Path = Extract<Expression, { readonly kind: 'member' | 'element' }>;

/** The member that a path names, if it is a constant: `a.b`, `a['b']`. */
export function keyOf(expression: Path): unknown {
  if (expression.kind === 'member') {
    return expression.name;
  }
  const { index } = expression;
  return index.kind === 'constant' ? index.value : undefined;
}

/** `doc['field']`, `doc.field` */
export function docOf(expression: Expression, names: Names): DocValues | undefined {
  const { kind, at } = expression;
  if (kind !== 'member' && kind !== 'element') {
    return undefined;
  }
  const { target } = expression;
  const path = keyOf(expression);
  if (target.kind !== 'name' || target.name !== 'doc' || typeof path !== 'string') {
    return undefined;
  }
  const field = names.fields.field(path);
  if (!field) {
    throw new UnmappedField(path, at);
  }
  return { field, source: names.fields, at };
}

/** A script asks for a field that no mapping has: known only when the index is searched. */
export class UnmappedField extends Error {
  readonly at: number;

  constructor(path: string, at: number) {
    super(`No field found for [${path}] in mapping`);
    this.at = at;
  }
}

/** `params.a.b`: what it names is known, and null if there is nothing of the name. */
export function paramOf(expression: Path, { params }: Names): unknown {
  const path: unknown[] = [];
  let inner: Expression = expression;
  while (inner.kind === 'member' || inner.kind === 'element') {
    path.unshift(keyOf(inner));
    inner = inner.target;
  }
  if (inner.kind !== 'name' || inner.name !== 'params' || path[0] === '_source') {
    return undefined;
  }
  let value: unknown = params;
  for (const key of path) {
    const members = Object.entries(typeof value === 'object' && value !== null ? value : {});
    value = members.find(([name]) => name === key)?.[1];
  }
  return value ?? null;
}
