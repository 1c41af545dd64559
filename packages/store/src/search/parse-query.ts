import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import type { Query } from './query.ts';
import { queryTypes } from './query-types.ts';
import { typeName } from './read-object.ts';

const DEPTH_MAX = 30;

/** The query of a request to a parsed one. Throws `parsing_exception` for what is no query that we know. */
export function parseQuery(body: Json | undefined): Query {
  return parseAt(body, 1);
}

function parseAt(body: Json | undefined, depth: number): Query {
  if (depth > DEPTH_MAX) {
    throw errors.illegalArgument(
      `The nested depth of the query exceeds the maximum nested depth for queries set in [${DEPTH_MAX}]`,
    );
  }
  if (!isObject(body)) {
    throw errors.parsing(
      `[_na] query malformed, must start with start_object, found [${typeName(body)}]`,
    );
  }
  const [entry, second] = Object.entries(body);
  if (entry === undefined) {
    throw errors.illegalArgument('query malformed, empty clause found');
  }
  const [name, spec] = entry;
  if (second !== undefined) {
    throw errors.parsing(
      `[${name}] malformed query, expected [END_OBJECT] but found [FIELD_NAME] [${second[0]}]`,
      second[0],
    );
  }
  const type = queryTypes.get(name);
  if (type === undefined) {
    throw errors.parsing(`unknown query [${name}]`, name);
  }
  const context = { parseQuery: (inner: Json | undefined) => parseAt(inner, depth + 1) };
  const { own, given } = takeName(spec, type.isOnField === true);
  const query = { type, spec: type.parse(given, context), json: body };
  return own === undefined ? query : { ...query, name: own };
}

interface Named {
  readonly own: string | undefined;
  /** The same without the name. */
  readonly given: Json | undefined;
}

/** The name of a query, which all types take in the same place. */
function takeName(spec: Json | undefined, isOnField: boolean): Named {
  if (!isObject(spec)) {
    return { own: undefined, given: spec };
  }
  const { _name: name, ...others } = spec;
  if (name !== undefined) {
    return { own: readName(name), given: others };
  }
  const [field, below] = Object.entries(spec).find(([, value]) => isObject(value)) ?? [];
  if (!isOnField || field === undefined) {
    return { own: undefined, given: spec };
  }
  const { own, given = {} } = takeName(below, false);
  return { own, given: { ...spec, [field]: given } };
}

function readName(name: Json): string | undefined {
  if (typeof name === 'object' && name !== null) {
    throw errors.parsing(`[_name] must be a text but is [${typeName(name)}]`, '_name');
  }
  return name === null ? undefined : String(name);
}
