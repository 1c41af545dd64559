import { errors } from '@longshore/common/errors';
import { resolveDateMath } from './names.ts';
import type { ResolveOptions } from './target.ts';

/** Something that an index expression can name. */
export interface NamedTarget {
  readonly name: string;
  readonly kind: 'index' | 'alias' | 'data_stream';
  readonly isHidden: boolean;
  /** Only of an index. */
  readonly isClosed?: boolean;
  /** True when a wildcard found it. */
  readonly isMatched?: boolean;
}

/** What an expression is resolved against. */
export interface NameSpace {
  get(name: string): NamedTarget | undefined;
  all(): Iterable<NamedTarget>;
}

/**
 * The names that an expression stands for: `a,b*,-c*`, `_all`, empty for all, date math. An exclusion counts only
 * after a wildcard. Throws `index_not_found_exception` by the rules of Elasticsearch.
 */
export function expandExpression(
  expression: string,
  options: ResolveOptions,
  { names, now }: { readonly names: NameSpace; readonly now: Date },
): readonly NamedTarget[] {
  const found = new Map<string, NamedTarget>();
  let hasWildcard = false;
  for (const part of splitExpression(expression)) {
    const isExclusion = part.startsWith('-') && hasWildcard;
    const name = resolveDateMath(isExclusion ? part.slice(1) : part, now);
    if (isExclusion) {
      exclude(found, name);
    } else if (isWildcard(name)) {
      hasWildcard = true;
      includeMatching(found, name, { options, names });
    } else {
      includeOne(found, name, { options, names });
    }
  }
  if (found.size === 0 && !options.allowNoIndices) {
    throw errors.indexNotFound(expression === '' ? '_all' : expression);
  }
  return [...found.values()];
}

/** True for an expression that may stand for any number of names. */
export function isWildcard(name: string): boolean {
  return name === '_all' || name.includes('*');
}

/** A test for names by a pattern with `*`. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  if (pattern === '_all' || pattern === '*') {
    return () => true;
  }
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) {
    return (name) => name === head;
  }
  return (name) =>
    name.length >= head.length + tail.length &&
    name.startsWith(head) &&
    name.endsWith(tail) &&
    hasInOrder(name.slice(head.length, name.length - tail.length), rest);
}

/** Whether pieces follow each other in a text; linear, unlike a regular expression with several `.*`. */
function hasInOrder(text: string, pieces: readonly string[]): boolean {
  let at = 0;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) {
      return false;
    }
    at = found + piece.length;
  }
  return true;
}

/** At commas, but not at those inside of date math. */
function splitExpression(expression: string): readonly string[] {
  if (expression.trim() === '') {
    return ['_all'];
  }
  const parts = expression.match(/(?:<[^>]*>|[^,<])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

interface Context {
  readonly options: ResolveOptions;
  readonly names: NameSpace;
}

function includeMatching(
  found: Map<string, NamedTarget>,
  pattern: string,
  { options, names }: Context,
): void {
  const { expandWildcards } = options;
  if (expandWildcards.has('none')) {
    return;
  }
  const matches = nameMatcher(pattern);
  const matching = [...names.all()].filter(
    (target) => matches(target.name) && isVisible(target, pattern, options),
  );
  if (matching.length === 0 && !options.allowNoIndices) {
    throw errors.indexNotFound(pattern);
  }
  for (const target of matching) {
    // What was named outright before stays so.
    if (!found.has(target.name)) {
      found.set(target.name, { ...target, isMatched: true });
    }
  }
}

/** Whether a wildcard may stand for a name that fits it. */
function isVisible(
  target: NamedTarget,
  pattern: string,
  { expandWildcards, expandsToIndices = false }: ResolveOptions,
): boolean {
  const isAskedFor = pattern.startsWith('.') && target.name.startsWith('.');
  if (target.isHidden && !expandWildcards.has('hidden') && !isAskedFor) {
    return false;
  }
  if (target.kind === 'index') {
    return expandWildcards.has(target.isClosed === true ? 'closed' : 'open');
  }
  return !expandsToIndices && (expandWildcards.has('open') || expandWildcards.has('closed'));
}

function includeOne(
  found: Map<string, NamedTarget>,
  name: string,
  { options, names }: Context,
): void {
  const target = names.get(name);
  if (target) {
    found.set(name, target);
  } else if (name.startsWith('_')) {
    throw errors.invalidIndexName(name, "must not start with '_', '-', or '+'");
  } else if (!options.ignoreUnavailable) {
    throw errors.indexNotFound(name);
  }
}

function exclude(found: Map<string, NamedTarget>, pattern: string): void {
  const matches = nameMatcher(pattern);
  for (const name of [...found.keys()].filter(matches)) {
    found.delete(name);
  }
}
