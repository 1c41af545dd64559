import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import type { FieldContext, SearchField } from '../field-context.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { isGeo } from './shown-places.ts';

/** A query whose field is a member beside its parameters: `{"field": …, "distance": …}`. */
export interface GeoLeaf {
  readonly field: string;
  readonly value: Json;
  readonly reader: ObjectReader;
}

/** Reads such a query; `parameters` are the members that are no field. The caller reads them and refuses others. */
export function readGeoLeaf(
  name: string,
  body: Json | undefined,
  parameters: ReadonlySet<string>,
): GeoLeaf {
  const reader = readObject(name, body);
  const entries = Object.entries(isObject(body) ? body : {});
  const [entry, second] = entries.filter(([key]) => !parameters.has(key));
  if (entry === undefined) {
    throw errors.parsing(`[${name}] query malformed, no field name found`);
  }
  const [field, value] = entry;
  if (second !== undefined) {
    throw errors.parsing(
      `[${name}] query doesn't support multiple fields, found [${field}] and [${second[0]}]`,
    );
  }
  reader.json(field);
  return { field, value, reader };
}

/** The field of a query in one index; undefined where it has no values there. Throws for one of another type. */
export function findGeoField(
  path: string,
  context: FieldContext,
  ignoreUnmapped: boolean,
): SearchField | undefined {
  const field = context.field(path);
  if (field === undefined && !ignoreUnmapped && !context.isMapped(path)) {
    throw errors.queryShard(`failed to find geo field [${path}]`);
  }
  if (field !== undefined && !isGeo(field)) {
    throw errors.queryShard(
      `field [${path}] is of type [${field.type}], not [geo_point] or [geo_shape]`,
    );
  }
  return field;
}

/** The same for a query that looks for points. */
export function findPointField(
  path: string,
  context: FieldContext,
  ignoreUnmapped: boolean,
): SearchField | undefined {
  const field = findGeoField(path, context, ignoreUnmapped);
  if (field !== undefined && field.type !== 'geo_point') {
    throw errors.queryShard(`field [${path}] is not a geo_point field`);
  }
  return field;
}
