import { isExactObject } from '../index/exact-json.ts';

type Path = readonly string[];

/**
 * `filter_path`: keeps the paths that are named, or drops those after a `-`. Lists are transparent, `*` fits one
 * name or a part of it, `**` any number of names. What becomes empty vanishes.
 */
export function filterPath(value: unknown, expression: string): unknown {
  const patterns = expression
    .split(',')
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== '');
  const excluded = patterns.filter((one) => one.startsWith('-')).map((one) => toPath(one.slice(1)));
  const included = patterns.filter((one) => !one.startsWith('-')).map(toPath);
  const kept = included.length === 0 ? value : include(value, included);
  return (excluded.length === 0 ? kept : exclude(kept, excluded)) ?? {};
}

function toPath(pattern: string): Path {
  return pattern.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.'));
}

const advanced = new WeakMap<readonly Path[], Map<string, readonly Path[]>>();
const NAMES_MAX = 1000;

/** What is left of the paths below a name. The items of a list have the same names, so it is found once for each. */
function below(paths: readonly Path[], name: string): readonly Path[] {
  let known = advanced.get(paths);
  if (!known || known.size >= NAMES_MAX) {
    known = new Map();
    advanced.set(paths, known);
  }
  let rest = known.get(name);
  if (!rest) {
    rest = advance(paths, name);
    known.set(name, rest);
  }
  return rest;
}

/** The same, worked out; an empty path says that the value itself is meant. */
function advance(paths: readonly Path[], name: string): readonly Path[] {
  const rest: Path[] = [];
  for (const path of paths) {
    const [first = '', ...others] = path;
    if (first === '**') {
      rest.push(path, ...advance([others], name));
    } else if (fits(first, name)) {
      rest.push(others);
    }
  }
  return rest;
}

const expressions = new Map<string, RegExp>();
const EXPRESSIONS_MAX = 1000;

function fits(pattern: string, name: string): boolean {
  if (pattern === '*' || pattern === name) {
    return true;
  }
  if (!pattern.includes('*')) {
    return false;
  }
  let expression = expressions.get(pattern);
  if (!expression) {
    const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*+/g, '.*');
    expression = new RegExp(`^${escaped}$`);
    if (expressions.size >= EXPRESSIONS_MAX) {
      expressions.clear();
    }
    expressions.set(pattern, expression);
  }
  return expression.test(name);
}

function isComplete(paths: readonly Path[]): boolean {
  return paths.some((path) => path.every((part) => part === '**'));
}

function include(value: unknown, paths: readonly Path[]): unknown {
  if (isComplete(paths)) {
    return value;
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => include(item, paths)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (!isExactObject(value)) {
    return undefined;
  }
  const entries: [string, unknown][] = [];
  for (const name of Object.keys(value)) {
    const rest = below(paths, name);
    const kept = rest.length === 0 ? undefined : include(value[name], rest);
    if (kept !== undefined) {
      entries.push([name, kept]);
    }
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function exclude(value: unknown, paths: readonly Path[]): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => exclude(item, paths)).filter((item) => item !== undefined);
    return items.length === 0 && value.length > 0 ? undefined : items;
  }
  if (!isExactObject(value)) {
    return value;
  }
  const entries: [string, unknown][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const rest = below(paths, name);
    const kept = isComplete(rest) ? undefined : exclude(inner, rest);
    if (kept !== undefined) {
      entries.push([name, kept]);
    }
  }
  const wasEmpty = Object.keys(value).length === 0;
  return entries.length === 0 && !wasEmpty ? undefined : Object.fromEntries(entries);
}
