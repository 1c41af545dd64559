import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import { aggTypes } from './agg-types.ts';
import type { AggNode } from './aggs/agg-tree.ts';
import { parseQuery } from './parse-query.ts';
import { readObject, typeName } from './read-object.ts';

const DEPTH_MAX = 20;
/** Members of an aggregation beside its type. */
const OTHERS: ReadonlySet<string> = new Set(['aggs', 'aggregations', 'meta']);
/** The type whose whole body is a query. */
const BODY_IS_QUERY = 'filter';

/** The `aggs` of a request to a tree. Throws for types and parameters that we do not know. */
export function parseAggs(given: Json | undefined, depth = 1): readonly AggNode[] {
  if (given === undefined) {
    return [];
  }
  if (!isObject(given)) {
    throw errors.parsing(`Expected [START_OBJECT] under [aggs], but got a [${typeName(given)}]`);
  }
  if (depth > DEPTH_MAX) {
    throw errors.illegalArgument(`[aggs] are nested more than ${DEPTH_MAX} levels deep`);
  }
  return Object.entries(given).map(([name, body]) => parseNode(name, body, depth));
}

function parseNode(name: string, body: Json, depth: number): AggNode {
  if (name === '' || /[[\]>]/.test(name)) {
    throw errors.parsing(
      `Invalid aggregation name [${name}]. Aggregation names can contain any character except '[', ']', and '>'`,
      name,
    );
  }
  if (!isObject(body)) {
    throw errors.parsing(
      `Aggregation definition for [${name}] starts with a [${typeName(body)}], expected a [START_OBJECT].`,
      name,
    );
  }
  const [typeKey, second] = Object.keys(body).filter((key) => !OTHERS.has(key));
  if (typeKey === undefined) {
    throw errors.parsing(`Missing definition for aggregation [${name}]`, name);
  }
  if (second !== undefined) {
    throw errors.parsing(
      `Found two aggregation type definitions in [${name}]: [${typeKey}] and [${second}]`,
      second,
    );
  }
  const type = aggTypes.get(typeKey);
  if (type === undefined) {
    throw errors.parsing(`Unknown aggregation type [${typeKey}]`, typeKey);
  }
  const children = parseAggs(readChildren(body), depth + 1);
  if (children.length > 0 && type.kind !== 'bucket') {
    throw errors.parsing(
      `Aggregator [${name}] of type [${typeKey}] cannot accept sub-aggregations`,
      name,
    );
  }
  const spec = parseSpec(type, name, body[typeKey]);
  return { name, type, spec, meta: readMeta(body), children };
}

function parseSpec(type: AggNode['type'], aggName: string, given: Json | undefined): unknown {
  const context = { aggName, parseQuery };
  if (type.name === BODY_IS_QUERY) {
    return type.parse(readObject(type.name, { '': given ?? null }), context);
  }
  const reader = readObject(type.name, given);
  const spec = type.parse(reader, context);
  reader.rejectUnknown();
  return spec;
}

function readChildren(body: JsonObject): Json | undefined {
  const { aggs, aggregations } = body;
  if (aggs !== undefined && aggregations !== undefined) {
    throw errors.parsing('Found two sub aggregation definitions, [aggs] and [aggregations]');
  }
  return aggs ?? aggregations;
}

function readMeta(body: JsonObject): JsonObject | undefined {
  const { meta } = body;
  if (meta !== undefined && !isObject(meta)) {
    throw errors.parsing('[meta] must be an object');
  }
  return meta;
}
