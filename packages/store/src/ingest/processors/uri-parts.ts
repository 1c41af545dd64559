import { errors } from '@longshore/common/errors';
import type { IngestObject } from '../ingest-value.ts';
import { field, flag, required, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readText } from '../read-field.ts';

/** https://www.elastic.co/docs/reference/enrich-processor/uri-parts-processor */
export const uriParts = defineProcessor({
  name: 'uri_parts',
  summary: 'Takes a URI apart.',
  options: {
    field: required(field, 'URI.'),
    target_field: withDefault(field, 'url', 'Object that takes the parts.'),
    keep_original: withDefault(flag, true, 'Keep the URI as `original`.'),
    remove_if_successful: withDefault(flag, false, 'Remove the field afterwards.'),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
  },
  create: (options) => {
    return (document) => {
      const path = options.field(document);
      const value = readText(document, path, options.ignore_missing);
      if (value === undefined) {
        return;
      }
      const parts = partsOf(value);
      if (options.keep_original) {
        parts.original = value;
      }
      const target = options.target_field(document);
      if (options.remove_if_successful && path.text !== target.text) {
        document.remove(path);
      }
      document.set(target, parts);
    };
  },
});

/** As RFC 3986 takes a URI apart. */
const URI = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;
/** What browsers and proxies log as it came, with blanks and braces: its parts are shown as they stand. */
const LOOSE = /^(?:https?|ftp|file):\/\//i;
const ILLEGAL = /[\s<>"{}|\\^`]/;

function partsOf(uri: string): IngestObject {
  const match = URI.exec(uri);
  const isLoose = ILLEGAL.test(uri);
  if (!match || uri === '' || (isLoose && !LOOSE.test(uri))) {
    throw errors.illegalArgument(`unable to parse URI [${uri}]`);
  }
  const decode = isLoose ? (text: string) => text : decoded;
  const [, scheme, authority, path = '', query, fragment] = match;
  const { userInfo, host, port } = authorityOf(authority ?? '', uri);
  const extension = /\.([^./]+)$/.exec(path.slice(path.lastIndexOf('/') + 1))?.[1];
  const [username, password] = splitFirst(userInfo, ':');
  const parts: Readonly<Record<string, string | number | undefined>> = {
    domain: host === '' ? undefined : host,
    path: path === '' && authority === undefined ? undefined : decode(path),
    scheme,
    port,
    query: query === undefined ? undefined : decode(query),
    fragment: fragment === undefined ? undefined : decode(fragment),
    extension,
    user_info: userInfo,
    username,
    password,
  };
  const found: IngestObject = {};
  for (const [key, value] of Object.entries(parts)) {
    if (value !== undefined) {
      found[key] = value;
    }
  }
  return found;
}

function authorityOf(authority: string, uri: string) {
  const at = authority.lastIndexOf('@');
  const userInfo = at < 0 ? undefined : authority.slice(0, at);
  const match = /^(\[[0-9A-Fa-f:.]+\]|[^:[\]]*)(?::(\d{0,5}))?$/.exec(authority.slice(at + 1));
  if (!match) {
    throw errors.illegalArgument(`unable to parse URI [${uri}]`);
  }
  const [, host = '', port] = match;
  return { userInfo, host, port: port === undefined || port === '' ? undefined : Number(port) };
}

function splitFirst(text: string | undefined, separator: string): readonly (string | undefined)[] {
  const at = text?.indexOf(separator) ?? -1;
  return at < 0 || text === undefined ? [] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
