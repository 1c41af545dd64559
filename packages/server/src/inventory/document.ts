import { getPath, type JsonObject } from '@longshore/common/json';

/** Reads typed values from a document, whose fields may be nested or dotted. Of a list the first value counts. */
export interface DocumentReader {
  text(path: string): string | null;
  number(path: string): number | null;
  flag(path: string): boolean;
  texts(path: string): string[];
}

/** Reads a document; an absent one has no values. */
export function readDocument(source: JsonObject | undefined): DocumentReader {
  const first = (path: string) => {
    const value = getPath(source, path);
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    text: (path) => {
      const value = first(path);
      return typeof value === 'string' && value !== '' ? value : null;
    },
    number: (path) => {
      const value = first(path);
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    },
    flag: (path) => first(path) === true,
    texts: (path) => {
      const value = getPath(source, path);
      const list = Array.isArray(value) ? value : [value];
      return list.filter((item): item is string => typeof item === 'string');
    },
  };
}

/** `@timestamp` in epoch milliseconds; 0 when there is none. */
export function timeOf(source: JsonObject | undefined): number {
  return Date.parse(readDocument(source).text('@timestamp') ?? '') || 0;
}
