import type { DocumentRow } from '../../write/operation.ts';
import type { Column } from '../column.ts';
import { type ExactObject, isExactObject, parseExact, stringifyExact } from '../exact-json.ts';
import { OVERFLOW_COLUMN } from '../field-columns.ts';
import type { IndexMapping } from '../index-mapping.ts';
import { FLATTENED_BOUNDARY } from '../mapping.ts';
import { objectsOfItems } from '../nested-objects.ts';
import type { Stored } from '../types/field-type.ts';
import { leafJson } from './leaf-json.ts';
import { comparePoints } from './order.ts';
import { type Keys, keysOf, sourceParts } from './source-parts.ts';

/** The values of a row in a column; none where it has none. */
export type ValuesOf = (column: Column) => readonly Stored[];

/**
 * Makes a document of the columns of its row, as JSON text with sorted members. `leftover` is what the columns do not
 * have, `path: value`, empty for nothing: it stands in the place of all that they have at a path or below it, and
 * `null` says that the document has nothing there.
 */
export function rebuildSource(mapping: IndexMapping, values: ValuesOf, leftover: string): string {
  const kept = readLeftover(leftover);
  const root: Tree = new Map();
  const { leaves, nested } = sourceParts(mapping);
  const overflow = openOverflow(values);
  for (const { keys, field } of leaves) {
    if (field.column.isPending !== true && !isKept(kept, field.path)) {
      const { overflowKey } = field.column;
      const own = overflowKey === undefined ? values(field.column) : overflow(overflowKey);
      place(root, keys, listText(leafJson(own, field)));
    }
  }
  for (const { keys, path, column } of nested) {
    if (!isKept(kept, path)) {
      place(root, keys, listText(objectsOfItems(values(column).map(String))));
    }
  }
  for (const [path, value] of Object.entries(kept ?? {})) {
    if (value !== null) {
      place(root, keysOf(mapping.root, path), stringifyExact(value));
    }
  }
  return printTree(root);
}

/** The values of a row that is not in the engine yet. */
export function valuesOfRow({ timeMs, values }: DocumentRow): ValuesOf {
  return ({ name, required }) => {
    const value = required ? timeMs : values.get(name);
    if (value === undefined || value === null) {
      return [];
    }
    return typeof value === 'object' ? value : [value];
  };
}

function readLeftover(text: string): ExactObject | undefined {
  const value = text === '' ? undefined : parseExact(text);
  return isExactObject(value) ? value : undefined;
}

/** True when a path or one above it is in what is left over. */
function isKept(kept: ExactObject | undefined, path: string): boolean {
  if (kept === undefined) {
    return false;
  }
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    if (Object.hasOwn(kept, path.slice(0, dot))) {
      return true;
    }
  }
  return Object.hasOwn(kept, path);
}

/** The texts of fields that share a column, by their keys; read when the first of them is asked for. */
function openOverflow(values: ValuesOf): (key: string) => readonly string[] {
  let byKey: Map<string, string[]> | undefined;
  return (key) => {
    byKey ??= groupByKey(values(OVERFLOW_COLUMN).map(String));
    return byKey.get(key) ?? [];
  };
}

function groupByKey(entries: readonly string[]): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  for (const entry of entries) {
    const at = entry.indexOf(FLATTENED_BOUNDARY);
    const key = entry.slice(0, at);
    const list = byKey.get(key) ?? [];
    byKey.set(key, list);
    list.push(entry.slice(at + FLATTENED_BOUNDARY.length));
  }
  return byKey;
}

/** A single value stands without its list. */
function listText(texts: readonly string[]): string | undefined {
  return texts.length < 2 ? texts[0] : `[${texts.join(',')}]`;
}

type Tree = Map<string, Tree | string>;

function place(root: Tree, keys: Keys, text: string | undefined): void {
  if (text === undefined) {
    return;
  }
  let tree = root;
  for (const key of keys.slice(0, -1)) {
    const inner = tree.get(key) ?? new Map<string, Tree | string>();
    if (typeof inner === 'string') {
      return; // What is kept of an object is all of it.
    }
    tree.set(key, inner);
    tree = inner;
  }
  tree.set(keys.at(-1) ?? '', text);
}

function printTree(tree: Tree): string {
  const members = [...tree]
    .sort(([a], [b]) => comparePoints(a, b))
    .map(([key, inner]) => {
      const text = typeof inner === 'string' ? inner : printTree(inner);
      return `${JSON.stringify(key)}:${text}`;
    });
  return `{${members.join(',')}}`;
}
