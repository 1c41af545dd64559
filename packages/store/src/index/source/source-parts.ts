import type { Column } from '../column.ts';
import { OVERFLOW_COLUMN } from '../field-columns.ts';
import type { IndexMapping, MappingNode, ObjectNode } from '../index-mapping.ts';
import type { MappedField } from '../mapping.ts';

/** Where in a document a part of it is: the names of its members from the root on. */
export type Keys = readonly string[];

/** A field whose values the columns have. */
interface SourceLeaf {
  readonly keys: Keys;
  readonly field: MappedField;
}

/** Nested objects, whose column has them as JSON. */
interface SourceNested {
  readonly keys: Keys;
  readonly path: string;
  readonly column: Column;
}

/** What of a mapping makes up a document. */
export interface SourceParts {
  readonly leaves: readonly SourceLeaf[];
  readonly nested: readonly SourceNested[];
  /** The columns that are read, each once. */
  readonly columns: readonly Column[];
  /** Paths of fields that values of others are copied to. */
  readonly copyTargets: ReadonlySet<string>;
}

const known = new WeakMap<IndexMapping, SourceParts>();

/** The parts of a mapping, without multi-fields, aliases and what is in nested objects. */
export function sourceParts(mapping: IndexMapping): SourceParts {
  const before = known.get(mapping);
  if (before !== undefined) {
    return before;
  }
  const leaves: SourceLeaf[] = [];
  const nested: SourceNested[] = [];
  gather(mapping.root, [], { leaves, nested });
  const columns = new Map<string, Column>();
  for (const { field } of leaves) {
    const { column } = field;
    if (column.isPending !== true) {
      const own = column.overflowKey === undefined ? column : OVERFLOW_COLUMN;
      columns.set(own.name, own);
    }
  }
  for (const { column } of nested) {
    columns.set(column.name, column);
  }
  const parts: SourceParts = {
    leaves,
    nested,
    columns: [...columns.values()],
    copyTargets: new Set([...mapping.fields.values()].flatMap(({ copyTo }) => copyTo ?? [])),
  };
  known.set(mapping, parts);
  return parts;
}

function gather(
  node: ObjectNode,
  keys: Keys,
  into: { readonly leaves: SourceLeaf[]; readonly nested: SourceNested[] },
): void {
  if (!node.isEnabled) {
    return;
  }
  for (const [name, child] of node.children) {
    const inner = [...keys, name];
    if (child.kind === 'leaf') {
      into.leaves.push({ keys: inner, field: child.field });
    } else if (child.kind === 'object') {
      if (child.nested === undefined) {
        gather(child, inner, into);
      } else if (child.isEnabled) {
        into.nested.push({ keys: inner, path: child.path, column: child.nested.column });
      }
    }
  }
}

/** Where a path is in a document: a dot is the border of an object, but not below `subobjects: false`. */
export function keysOf(root: ObjectNode, path: string): Keys {
  const keys: string[] = [];
  let node: ObjectNode | undefined = root;
  let rest = path;
  for (let dot = rest.indexOf('.'); dot >= 0 && node?.isFlat !== true; dot = rest.indexOf('.')) {
    const head = rest.slice(0, dot);
    const child: MappingNode | undefined = node?.children.get(head);
    node = child?.kind === 'object' ? child : undefined;
    keys.push(head);
    rest = rest.slice(dot + 1);
  }
  return [...keys, rest];
}
