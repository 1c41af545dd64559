/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object: not null, not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as text. Objects as JSON: `String` calls the `toString` of one that was sent with a member of that name, and throws. */
export function jsonText(value: Json | undefined): string {
  if (Array.isArray(value)) {
    return value.map(jsonText).join(',');
  }
  return isObject(value) ? JSON.stringify(value) : String(value);
}

/** A value as number, as `Number` has it; NaN for lists and objects. */
export function jsonNumber(value: Json | undefined): number {
  return typeof value === 'object' && value !== null ? Number.NaN : Number(value);
}

/** Reads `a.b.c` from nested objects; keys that hold dots themselves are tried too. `undefined` if not there. */
export function getPath(value: unknown, path: string): Json | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const direct = value[path];
  if (direct !== undefined) {
    return direct;
  }
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const head = value[path.slice(0, dot)];
    const found = head === undefined ? undefined : getPath(head, path.slice(dot + 1));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
