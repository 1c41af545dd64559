import type { DocumentRow } from '../../write/operation.ts';
import { type ExactJson, type ExactObject, stringifyExact } from '../exact-json.ts';
import { IGNORED_COLUMN } from '../field-columns.ts';
import type { IndexMapping, LeafNode, ObjectNode } from '../index-mapping.ts';
import { isFaithful } from './faithful.ts';
import { splitValues } from './ignored-values.ts';
import { leafJson } from './leaf-json.ts';
import { sourceParts } from './source-parts.ts';
import { type Visitor, walkDocument } from './walk-document.ts';

/**
 * What the columns of a document's row do not say of it, as `rebuildSource` takes it: values without a field, values
 * that their field ignores, and values of which a column has not all. Empty when the columns say all.
 */
export function leftoverOf(mapping: IndexMapping, source: ExactObject, row: DocumentRow): string {
  const look = new Look(mapping, row);
  walkDocument(mapping, source, look);
  const absent = look.absent();
  if (!look.hasUnmapped && look.kept.size === 0 && absent.length === 0) {
    return '';
  }
  const collected = new Collection(look.kept);
  walkDocument(mapping, source, collected);
  const members = [
    ...collected.members(),
    ...absent.filter((path) => !collected.has(path)).map((path) => `${JSON.stringify(path)}:null`),
  ];
  return members.length === 0 ? '' : `{${members.join(',')}}`;
}

/** How the values at a path are kept: as received, or those that the column has in its order and the others behind. */
type Keeping = 'received' | 'sorted';

/** Finds out what has to be kept, without keeping anything: most documents have nothing of it. */
class Look implements Visitor {
  readonly kept = new Map<string, Keeping>();
  hasUnmapped = false;
  readonly #mapping: IndexMapping;
  readonly #copyTargets: ReadonlySet<string>;
  /** Fields that values were copied to. */
  readonly #copied = new Set<string>();
  readonly #constants = new Set<string>();

  constructor(mapping: IndexMapping, { values }: DocumentRow) {
    this.#mapping = mapping;
    this.#copyTargets = sourceParts(mapping).copyTargets;
    const ignored = values.get(IGNORED_COLUMN.name);
    for (const path of Array.isArray(ignored) ? ignored : []) {
      this.kept.set(String(path), 'sorted');
    }
  }

  leaf({ field }: LeafNode, value: ExactJson): void {
    if (isEmpty(value) && field.nullValue === undefined) {
      return;
    }
    for (const target of field.copyTo ?? []) {
      this.#copied.add(target);
    }
    if (field.type === 'constant_keyword') {
      this.#constants.add(field.path);
    }
    const isWhole = this.#keeps(field.definition.synthetic_source_keep, value);
    if (isWhole || this.#copyTargets.has(field.path) || !isFaithful(field, value)) {
      this.kept.set(field.path, 'received');
    }
  }

  enters({ path, keepsSource }: ObjectNode, value: ExactJson): boolean {
    if (!this.#keeps(keepsSource, value)) {
      return true;
    }
    this.kept.set(path, 'received');
    return false;
  }

  unmapped(_path: string, value: ExactJson): void {
    this.hasUnmapped ||= value !== null;
  }

  /** Fields that have a value in their column and none in the document. */
  absent(): readonly string[] {
    const { constants } = this.#mapping;
    return [...[...constants.keys()].filter((path) => !this.#constants.has(path)), ...this.#copied];
  }

  #keeps(keep: unknown, value: ExactJson): boolean {
    const wanted = keep ?? this.#mapping.options.keepsSource;
    return wanted === 'all' || (wanted === 'arrays' && Array.isArray(value));
  }
}

/** Collects what is kept. */
class Collection implements Visitor {
  readonly #keeping: ReadonlyMap<string, Keeping>;
  readonly #values = new Map<string, ExactJson[]>();
  readonly #leaves = new Map<string, LeafNode>();

  constructor(keeping: ReadonlyMap<string, Keeping>) {
    this.#keeping = keeping;
  }

  leaf(node: LeafNode, value: ExactJson): void {
    const { path } = node.field;
    if (this.#keeping.has(path) && !isEmpty(value)) {
      this.#leaves.set(path, node);
      this.#add(path, value);
    }
  }

  enters({ path }: ObjectNode, value: ExactJson): boolean {
    if (!this.#keeping.has(path)) {
      return true;
    }
    this.#add(path, value);
    return false;
  }

  unmapped(path: string, value: ExactJson): void {
    this.#add(path, value);
  }

  has(path: string): boolean {
    return this.#values.has(path);
  }

  /** `"path":value` of all that was found. */
  members(): readonly string[] {
    return [...this.#values].map(([path, values]) => {
      const leaf = this.#leaves.get(path);
      const isSorted = leaf !== undefined && this.#keeping.get(path) === 'sorted';
      const text = isSorted ? sortedText(leaf, values) : receivedText(values);
      return `${JSON.stringify(path)}:${text}`;
    });
  }

  #add(path: string, value: ExactJson): void {
    if (value !== null) {
      const values = this.#values.get(path) ?? [];
      this.#values.set(path, values);
      values.push(value);
    }
  }
}

/** No value, or a list without any. */
const isEmpty = (value: ExactJson): boolean =>
  value === null || (Array.isArray(value) && value.every(isEmpty));

/** What stands at one path in several objects of a list becomes one list. */
function receivedText(values: readonly ExactJson[]): string {
  const [first = null, ...more] = values;
  return stringifyExact(more.length === 0 ? first : values.flat());
}

function sortedText(leaf: LeafNode, values: readonly ExactJson[]): string {
  const { stored, ignored } = splitValues(leaf, values);
  const texts = [...leafJson(stored, leaf.field), ...ignored.map(stringifyExact)];
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(',')}]`;
}
