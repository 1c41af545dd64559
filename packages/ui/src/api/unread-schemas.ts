/**
 * Stands in for `typebox` in the browser's bundle. The server checks queries and replies with the schemas of the
 * endpoints; the browser reads only their methods and paths, and need not carry the library that makes them.
 */
export const Type: Readonly<Record<string, () => object>> = new Proxy(
  {},
  { get: () => () => ({}) },
);
