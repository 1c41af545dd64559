import { comparePoints } from './order.ts';

type Tree = Map<string, Tree | readonly string[]>;

/**
 * The object of a `flattened` field from texts `key BOUNDARY value`: keys with dots are objects again, keys and values
 * sorted and each once, single values without a list.
 */
export function flattenedJson(entries: readonly string[], boundary: string): string {
  const byKey = new Map<string, Set<string>>();
  for (const entry of entries) {
    const at = entry.indexOf(boundary);
    const key = entry.slice(0, at);
    const values = byKey.get(key) ?? new Set();
    byKey.set(key, values.add(entry.slice(at + boundary.length)));
  }
  const root: Tree = new Map();
  for (const key of [...byKey.keys()].sort(comparePoints)) {
    place(root, key, [...(byKey.get(key) ?? [])].sort(comparePoints));
  }
  return printTree(root);
}

/** Where a key is both a value and an object, what is below it keeps its dots. */
function place(root: Tree, key: string, values: readonly string[]): void {
  let tree = root;
  let rest = key;
  for (let dot = rest.indexOf('.'); dot >= 0; dot = rest.indexOf('.')) {
    const head = rest.slice(0, dot);
    const inner = tree.get(head) ?? new Map<string, Tree | readonly string[]>();
    if (!(inner instanceof Map)) {
      break;
    }
    tree.set(head, inner);
    tree = inner;
    rest = rest.slice(dot + 1);
  }
  tree.set(rest, values);
}

function printTree(tree: Tree): string {
  const members = [...tree].map(([key, inner]) => {
    const text = inner instanceof Map ? printTree(inner) : printValues(inner);
    return `${JSON.stringify(key)}:${text}`;
  });
  return `{${members.join(',')}}`;
}

const printValues = (values: readonly string[]): string =>
  JSON.stringify(values.length === 1 ? values[0] : values);
