import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { type DynamicRules, describeNewField, type NewDefinition } from './dynamic-fields.ts';
import type { ExactJson } from './exact-json.ts';
import type { IndexMapping, ObjectNode } from './index-mapping.ts';
import { mergeMapping } from './parse-mapping.ts';
import { checkRuntime } from './runtime/runtime-columns.ts';

/** What a document adds to a mapping, by the rules of dynamic mapping. */
export class NewFields {
  private readonly rules: DynamicRules;
  private readonly mapping: IndexMapping;
  private readonly definitions = new Map<string, NewDefinition>();

  constructor(rules: DynamicRules) {
    this.rules = rules;
    this.mapping = rules.mapping;
  }

  get isEmpty(): boolean {
    return this.definitions.size === 0;
  }

  has(path: string): boolean {
    return this.definitions.has(path);
  }

  set(path: string, definition: JsonObject): void {
    this.definitions.set(path, { definition, isRuntime: false });
  }

  /** A value of a field that is not mapped: describes it, unless its object takes no new fields. */
  add(node: ObjectNode, path: string, value: ExactJson, depth: number): void {
    const { dynamic } = node;
    if (dynamic === 'false' || value === null) {
      return;
    }
    const place = {
      path,
      needsTemplate: dynamic.endsWith('_allow_templates'),
      isFlat: node.isFlat,
      isRuntime: dynamic === 'runtime',
    };
    const found =
      dynamic === 'strict' ? undefined : describeNewField(this.rules, place, value, depth);
    if (found === undefined) {
      if (dynamic === 'false_allow_templates') {
        return;
      }
      throw refusal(node, path);
    }
    for (const [newPath, definition] of found) {
      if (!this.definitions.has(newPath) && !this.mapping.runtime.has(newPath)) {
        this.definitions.set(newPath, definition);
      }
    }
  }

  /** The mapping with the new fields, and those that there was no room for. */
  extend(): { readonly mapping: IndexMapping; readonly dropped: readonly string[] } {
    const { root, options, fieldCount } = this.mapping;
    const properties: JsonTree = {};
    const runtime = new Map<string, JsonObject>();
    const dropped: string[] = [];
    let room = options.ignoresBeyondLimit ? options.fieldsMax - fieldCount : Infinity;
    for (const [path, { definition, isRuntime }] of this.definitions) {
      const cost = 1 + Object.keys(isObject(definition.fields) ? definition.fields : {}).length;
      if (cost > room) {
        dropped.push(path);
      } else {
        room -= cost;
        if (isRuntime) {
          runtime.set(path, definition);
        } else {
          place(properties, root, path, definition);
        }
      }
    }
    const update = { ...(root.isFlat ? { subobjects: false } : {}), properties };
    return { mapping: this.merge(update, runtime), dropped };
  }

  private merge(update: JsonObject, runtime: ReadonlyMap<string, JsonObject>): IndexMapping {
    if (runtime.size === 0) {
      return mergeMapping(this.mapping, update);
    }
    const merged = mergeMapping(this.mapping, { ...update, runtime: Object.fromEntries(runtime) });
    // A template may have a script that cannot be computed: searches would fail, and not this document.
    checkRuntime(merged);
    return merged;
  }
}

interface JsonTree {
  [name: string]: Json;
}

/** Puts a definition where its path says: below a flat object, the rest of the path is one name. */
function place(into: JsonTree, root: ObjectNode, path: string, definition: JsonObject): void {
  let node: ObjectNode | undefined = root;
  let properties = into;
  let rest = path;
  while (node !== undefined && !node.isFlat && rest.includes('.')) {
    const dot = rest.indexOf('.');
    const name = rest.slice(0, dot);
    const child = node.children.get(name);
    if (child?.kind !== 'object') {
      break;
    }
    node = child;
    rest = rest.slice(dot + 1);
    const known = properties[name];
    const inner: JsonTree =
      isObject(known) && isObject(known.properties) ? { ...known.properties } : {};
    setMember(properties, name, {
      ...(node.nested === undefined ? {} : { type: 'nested' }),
      ...(node.isFlat ? { subobjects: false } : {}),
      properties: inner,
    });
    properties = inner;
  }
  setMember(properties, rest, definition);
}

/** By definition: an assignment to `__proto__` would set the prototype, and no member. */
function setMember(tree: JsonTree, name: string, value: Json): void {
  Object.defineProperty(tree, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function refusal(node: ObjectNode, path: string) {
  const name = path.slice(node.path === '' ? 0 : node.path.length + 1);
  return errors.strictMapping(node.dynamic, name, node.path || '_doc');
}
