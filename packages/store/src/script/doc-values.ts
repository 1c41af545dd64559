import { methods } from './method.ts';
import { faults, ScriptFault } from './script-fault.ts';
import { toText } from './text.ts';
import { ScriptObject } from './values.ts';

/** `doc` of a script: the values of the fields of one document. */
export class DocMap extends ScriptObject {
  readonly javaName = 'Map';
  readonly methods = DOC_METHODS;
  private readonly read: (path: string) => readonly unknown[] | undefined;

  /** `read` gives the values of a field as a script sees them, ascending; undefined for one that is not mapped. */
  constructor(read: (path: string) => readonly unknown[] | undefined) {
    super();
    this.read = read;
  }

  has(path: string): boolean {
    return this.read(path) !== undefined;
  }

  override member(path: string): DocField {
    const values = this.read(path);
    if (!values) {
      throw faults.illegalArgument(`No field found for [${path}] in mapping`);
    }
    return new DocField(values);
  }

  toText(): string {
    return 'doc';
  }
}

const DOC_METHODS = methods<DocMap>({
  'get/1': (doc, [path]) => doc.member(toText(path)),
  'containsKey/1': (doc, [path]) => doc.has(toText(path)),
});

/** `doc['field']`: a list that can't be changed. */
class DocField extends ScriptObject {
  readonly javaName = 'ScriptDocValues';
  override readonly interfaces = ['List', 'Collection', 'Iterable'];
  readonly methods = FIELD_METHODS;
  private readonly values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    super();
    this.values = values;
  }

  override items(): readonly unknown[] {
    return this.values;
  }

  at(place: number): unknown {
    if (this.values.length === 0) {
      throw new ScriptFault(
        'IllegalStateException',
        "A document doesn't have a value for a field! Use doc[<field>].size()==0 to check if a document is missing a field!",
      );
    }
    if (place < 0 || place >= this.values.length) {
      throw faults.outOfBounds(`Index ${place} out of bounds for length ${this.values.length}`);
    }
    return this.values[place];
  }

  toText(): string {
    return toText(this.values);
  }

  override toPlain(): unknown {
    return [...this.values];
  }
}

const FIELD_METHODS = methods<DocField>({
  'getValue/0': (field) => field.at(0),
  'get/1': (field, [place]) => field.at(Number(place)),
  'getLength/0': (field) => field.items().length,
});
