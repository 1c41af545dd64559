/** A field of a document with its value as text. */
export type FlatField = readonly [name: string, text: string];

const DEPTH_MAX = 12;

/** All fields of a document by their full names, sorted; a list is written with commas. */
export function flatFields(source: Readonly<Record<string, unknown>>): FlatField[] {
  const fields: FlatField[] = [];
  collect(source, '', fields);
  return fields.sort(([left], [right]) => left.localeCompare(right));
}

function collect(value: unknown, name: string, fields: FlatField[]): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || name.split('.').length > DEPTH_MAX) {
    fields.push([name, textOf(value)]);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    collect(member, name === '' ? key : `${name}.${key}`, fields);
  }
}

/** The value of one field as text, whether its name is written nested or with dots; undefined without one. */
export function fieldText(
  source: Readonly<Record<string, unknown>>,
  name: string,
): string | undefined {
  const value = valueAt(source, name);
  return value === undefined || value === null ? undefined : textOf(value);
}

function valueAt(node: unknown, name: string): unknown {
  if (typeof node !== 'object' || node === null) {
    return undefined;
  }
  if (Object.hasOwn(node, name)) {
    return Reflect.get(node, name);
  }
  for (let dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
    const found = valueAt(Reflect.get(node, name.slice(0, dot)), name.slice(dot + 1));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) {
    return value.map(textOf).join(', ');
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
