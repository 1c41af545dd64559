import { errors } from '@longshore/common/errors';
import type { FieldPath } from './field-path.ts';
import {
  clone,
  cloneObject,
  type IngestObject,
  type IngestValue,
  isIngestObject,
  member,
  put,
} from './ingest-value.ts';
import { javaType } from './java-text.ts';

/** Members of `ctx` that are about the document and not of it. */
const METADATA = [
  '_index',
  '_id',
  '_routing',
  '_version',
  '_version_type',
  '_if_seq_no',
  '_if_primary_term',
  '_dynamic_templates',
] as const;

const METADATA_NAMES: ReadonlySet<string> = new Set(METADATA);

/** Whether a member of `ctx` is about the document. */
export const isMetadata = (key: string): boolean => METADATA_NAMES.has(key);

/** Lists grow by `append` and by scripts; more is a mistake. */
const LIST_ITEMS_MAX = 1_000_000;

/** A document on its way through pipelines, changed in place. */
export class IngestDocument {
  /** Source and metadata together, as scripts see them; `_ingest` is there too, but is not listed. */
  readonly ctx: IngestObject;
  /** What pipelines know beside the document: `timestamp`, `pipeline`, failures, `_value` of `foreach`. */
  readonly ingest: IngestObject;

  private constructor(ctx: IngestObject, ingest: IngestObject) {
    this.ctx = ctx;
    this.ingest = ingest;
    const property = { value: ingest, writable: true, enumerable: false, configurable: true };
    Object.defineProperty(ctx, '_ingest', property);
  }

  /** `source` is taken, not copied. Metadata wins over members of the source with the same names. */
  static of(source: IngestObject, metadata: IngestObject, now: Date): IngestDocument {
    const timestamp = now.toISOString();
    return new IngestDocument(Object.assign(source, metadata), { timestamp });
  }

  copy(): IngestDocument {
    return new IngestDocument(cloneObject(this.ctx), cloneObject(this.ingest));
  }

  /** The members that are the document's own. */
  source(): IngestObject {
    return Object.fromEntries(Object.entries(this.ctx).filter(([key]) => !isMetadata(key)));
  }

  /** The value; throws in Elasticsearch's words when there is none. */
  get(path: FieldPath): IngestValue {
    const parent = this.parent(path);
    const last = path.parts.at(-1) ?? '';
    return step(parent, last, path);
  }

  /** The value, `undefined` without one. */
  find(path: FieldPath): IngestValue | undefined {
    let value: IngestValue | undefined = this.root(path);
    for (const part of path.parts) {
      if (Array.isArray(value)) {
        value = /^\d+$/.test(part) ? value[Number(part)] : undefined;
      } else {
        value = isIngestObject(value) ? member(value, part) : undefined;
      }
      if (value === undefined) {
        return undefined;
      }
    }
    return value;
  }

  has(path: FieldPath): boolean {
    return this.find(path) !== undefined;
  }

  /** Sets a value; objects on the way are made. */
  set(path: FieldPath, value: IngestValue): void {
    const parent = this.parentMade(path);
    const last = path.parts.at(-1) ?? '';
    if (Array.isArray(parent)) {
      parent[indexIn(parent, last, path)] = value;
    } else if (isIngestObject(parent)) {
      put(parent, last, value);
    } else {
      throw cannotSet(parent, last, path);
    }
  }

  /** Adds to the list at a path: what is there becomes a list, and what is missing a new one. */
  append(path: FieldPath, values: readonly IngestValue[]): void {
    const known = this.find(path);
    if (known === undefined || known === null) {
      this.set(path, [...values]);
      return;
    }
    const list = Array.isArray(known) ? known : [known];
    if (list.length + values.length > LIST_ITEMS_MAX) {
      throw errors.illegalArgument(
        `the list [${path.text}] would have more than ${LIST_ITEMS_MAX} items`,
      );
    }
    for (const value of values) {
      list.push(value);
    }
    if (list !== known) {
      this.set(path, list);
    }
  }

  remove(path: FieldPath): void {
    const parent = this.parent(path);
    const last = path.parts.at(-1) ?? '';
    step(parent, last, path);
    if (Array.isArray(parent)) {
      parent.splice(Number(last), 1);
    } else if (isIngestObject(parent)) {
      delete parent[last];
    }
  }

  /** A copy of a value, so that two fields do not share it. */
  copyOf(path: FieldPath): IngestValue {
    return clone(this.get(path));
  }

  private root({ root }: FieldPath): IngestObject {
    return root === 'ingest' ? this.ingest : this.ctx;
  }

  private parent(path: FieldPath): IngestValue {
    let value: IngestValue = this.root(path);
    for (const part of path.parts.slice(0, -1)) {
      value = step(value, part, path);
    }
    return value;
  }

  private parentMade(path: FieldPath): IngestValue {
    let value: IngestValue = this.root(path);
    for (const part of path.parts.slice(0, -1)) {
      if (Array.isArray(value)) {
        value = value[indexIn(value, part, path)] ?? null;
      } else if (isIngestObject(value)) {
        const next: IngestValue = member(value, part) ?? {};
        put(value, part, next);
        value = next;
      } else {
        throw errors.illegalArgument(cannotResolve(value, part, path));
      }
    }
    return value;
  }
}

function step(value: IngestValue, part: string, path: FieldPath): IngestValue {
  if (Array.isArray(value)) {
    return value[indexIn(value, part, path)] ?? null;
  }
  if (!isIngestObject(value)) {
    throw errors.illegalArgument(cannotResolve(value, part, path));
  }
  const found = member(value, part);
  if (found === undefined) {
    throw errors.illegalArgument(`field [${part}] not present as part of path [${path.text}]`);
  }
  return found;
}

function cannotResolve(value: IngestValue, part: string, { text }: FieldPath): string {
  return value === null
    ? `cannot resolve [${part}] from null as part of path [${text}]`
    : `cannot resolve [${part}] from object of type [${javaType(value)}] as part of path [${text}]`;
}

function cannotSet(value: IngestValue, part: string, { text }: FieldPath) {
  return errors.illegalArgument(
    value === null
      ? `cannot set [${part}] with null parent as part of path [${text}]`
      : `cannot set [${part}] with parent object of type [${javaType(value)}] as part of path [${text}]`,
  );
}

function indexIn(list: readonly IngestValue[], part: string, { text }: FieldPath): number {
  if (!/^-?\d{1,9}$/.test(part)) {
    throw errors.illegalArgument(
      `[${part}] is not an integer, cannot be used as an index as part of path [${text}]`,
    );
  }
  const index = Number(part);
  if (index < 0 || index >= list.length) {
    throw errors.illegalArgument(
      `[${index}] is out of bounds for array with length [${list.length}] as part of path [${text}]`,
    );
  }
  return index;
}
