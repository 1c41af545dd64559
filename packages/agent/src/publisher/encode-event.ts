import type { Event } from '@longshore/common/fields';
import { isObject, type Json } from '@longshore/common/json';
import type { StreamName } from '../event-sink.ts';

interface Tree {
  [key: string]: Json | Tree;
}

const PATHS_KEPT_MAX = 10_000;
const paths = new Map<string, readonly string[]>();

function splitPath(name: string): readonly string[] {
  let path = paths.get(name);
  if (!path) {
    path = name.split('.');
    if (paths.size < PATHS_KEPT_MAX) {
      paths.set(name, path);
    }
  }
  return path;
}

/** An event with its dotted paths as nested objects, as Beats send them. */
export function expandPaths(event: Event): Tree {
  // Without prototype, since field names come from labels of containers too.
  const root: Tree = Object.create(null);
  for (const [name, value] of Object.entries(event)) {
    if (value !== undefined) {
      place(root, splitPath(name), value);
    }
  }
  return root;
}

function place(root: Tree, path: readonly string[], value: Json): void {
  let node = root;
  for (let i = 0; i < path.length - 1; i++) {
    const key = path[i] ?? '';
    let next = node[key];
    if (next === undefined) {
      next = Object.create(null) as Tree;
      node[key] = next;
    } else if (!isObject(next)) {
      // `a` has a value and `a.b` comes: the rest of the path stays dotted.
      node[path.slice(i).join('.')] = value;
      return;
    }
    node = next as Tree;
  }
  const leaf = path.at(-1) ?? '';
  if (isObject(node[leaf]) && !isObject(value)) {
    // `a.b` has a value and `a` comes: one field cannot be both, and an object says more.
    return;
  }
  node[leaf] = value;
}

/** The action line of an event of this data stream; the store makes an id when none is given. */
export function actionLine({ type, dataset }: StreamName, id?: string): string {
  const _index = `${type}-${dataset}-default`;
  return `${JSON.stringify({ create: id === undefined ? { _index } : { _index, _id: id } })}\n`;
}
