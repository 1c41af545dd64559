import { type ExactJson, type ExactObject, isExactObject } from '../exact-json.ts';
import type { IndexMapping, LeafNode, ObjectNode } from '../index-mapping.ts';

/** What a walk over a document along its mapping comes by. */
export interface Visitor {
  /** A value of a field: all of it, lists and objects too. */
  leaf(node: LeafNode, value: ExactJson): void;
  /** An object or a list of them that is mapped; false when its members are not to be looked at. */
  enters(node: ObjectNode, value: ExactJson): boolean;
  /** A value that has no field. */
  unmapped(path: string, value: ExactJson): void;
}

/** Walks over a document that fits its mapping. It does not go into nested objects. */
export function walkDocument({ root }: IndexMapping, source: ExactObject, visitor: Visitor): void {
  new Walk(visitor).members(root, source);
}

class Walk {
  readonly #visitor: Visitor;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  members(node: ObjectNode, value: ExactObject): void {
    if (node.isFlat) {
      this.#flat(node, value, '');
      return;
    }
    for (const key in value) {
      this.#member(node, key, value[key] as ExactJson);
    }
  }

  #member(node: ObjectNode, key: string, value: ExactJson): void {
    const dot = key.indexOf('.');
    if (this.#known(node, key, value)) {
      return;
    }
    if (dot < 0 || !node.isEnabled) {
      this.#visitor.unmapped(fullPath(node, key), value);
      return;
    }
    // `{"a.b": 1}` is `{"a": {"b": 1}}`.
    this.#member(node, key.slice(0, dot), Object.fromEntries([[key.slice(dot + 1), value]]));
  }

  /** Below `subobjects: false`, objects are only a way to write names with dots. */
  #flat(node: ObjectNode, value: ExactObject, prefix: string): void {
    for (const [key, inner] of Object.entries(value)) {
      const name = `${prefix}${key}`;
      if (this.#known(node, name, inner)) {
        continue;
      }
      if (isExactObject(inner) && node.isEnabled) {
        this.#flat(node, inner, `${name}.`);
      } else {
        this.#visitor.unmapped(fullPath(node, name), inner);
      }
    }
  }

  /** True if a member is mapped. */
  #known(node: ObjectNode, name: string, value: ExactJson): boolean {
    const child = node.isEnabled ? node.children.get(name) : undefined;
    if (child === undefined) {
      return false;
    }
    if (child.kind === 'leaf') {
      this.#visitor.leaf(child, value);
    } else if (child.kind === 'object' && value !== null) {
      this.#object(child, value);
    }
    return true;
  }

  #object(node: ObjectNode, value: ExactJson): void {
    if (!node.isEnabled) {
      this.#visitor.unmapped(node.path, value);
    } else if (this.#visitor.enters(node, value) && node.nested === undefined) {
      this.#inside(node, value);
    }
  }

  #inside(node: ObjectNode, value: ExactJson): void {
    if (Array.isArray(value)) {
      for (const item of value as readonly ExactJson[]) {
        this.#inside(node, item);
      }
    } else if (isExactObject(value)) {
      this.members(node, value);
    }
  }
}

const fullPath = ({ path }: ObjectNode, key: string): string =>
  path === '' ? key : `${path}.${key}`;
