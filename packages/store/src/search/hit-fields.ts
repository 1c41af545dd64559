import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import type { Column } from '../index/column.ts';
import { type ExactJson, ExactNumber, isExactObject, parseExact } from '../index/exact-json.ts';
import { nameMatcher } from '../index/expression.ts';
import { FIELD_TYPES } from '../index/field-types.ts';
import type { MappedField, Mapping } from '../index/mapping.ts';
import { booleanOf } from '../index/mapping-parameters.ts';
import { copiedTo, valuesOf } from '../index/source-values.ts';
import { isDate, isText } from './field-context.ts';
import { checkGeoFormat, isGeo, shownPlaces, shownPoints } from './geo/shown-places.ts';
import { readObject } from './read-object.ts';
import { hasWildcard } from './wildcard.ts';

/** Fields whose values hits show. */
export interface FieldRequest {
  /** All, as sorted values without repeats (`docvalue_fields`), or only those that the mapping stores. */
  readonly kind: 'fields' | 'docvalue_fields' | 'stored_fields';
  readonly pattern: string;
  /** Of dates, that of the mapping when absent; of places in `fields`, GeoJSON then. */
  readonly format: string | undefined;
  readonly withUnmapped: boolean;
}

/** Whatever the settings of indices allow. */
const REQUESTS_MAX = 1_000;
const OF_MAPPING = 'use_field_mapping';

/** Reads `fields` or `docvalue_fields`: a list of patterns, or of objects with a pattern and a format. */
export function parseFieldRequests(
  kind: FieldRequest['kind'],
  json: Json | undefined,
): readonly FieldRequest[] {
  if (json === undefined || (isObject(json) && Object.keys(json).length === 0)) {
    return [];
  }
  if (!Array.isArray(json)) {
    throw errors.parsing(`[${kind}] must be a list of fields`);
  }
  if (json.length > REQUESTS_MAX) {
    throw errors.illegalArgument(
      `Trying to retrieve too many ${kind}. Must be less than or equal to: [${REQUESTS_MAX}] but was [${json.length}].`,
    );
  }
  return json.map((item: Json) => {
    if (!isObject(item)) {
      return { kind, pattern: jsonText(item), format: undefined, withUnmapped: false };
    }
    const reader = readObject(kind, item);
    const pattern = reader.string('field');
    const format = reader.optionalString('format');
    const withUnmapped = reader.optionalBoolean('include_unmapped') ?? false;
    reader.rejectUnknown();
    return { kind, pattern, format: format === OF_MAPPING ? undefined : format, withUnmapped };
  });
}

interface Wanted {
  readonly name: string;
  readonly field: MappedField;
  readonly request: FieldRequest;
  readonly copied: readonly string[];
}

type Values = Readonly<Record<string, readonly unknown[]>>;

/** What shows the fields of hits of one index, given all that is indexed of them. Throws for what has no values. */
export function openHitFields(mapping: Mapping, requests: readonly FieldRequest[]) {
  const wanted = requests.flatMap((request) => fieldsOf(mapping, request));
  const matchers = requests
    .filter(({ withUnmapped }) => withUnmapped)
    .map(({ pattern }) => nameMatcher(pattern));
  const isUnmapped = (path: string) =>
    !mapping.fields.has(path) && matchers.some((matches) => matches(path));
  return (sourceText: string): Values => {
    if (wanted.length + matchers.length === 0) {
      return {};
    }
    const source = parseExact(sourceText);
    const mapped = wanted.flatMap((one) => {
      const values = shownValues(one, source);
      return values.length === 0 ? [] : [[one.name, values] as const];
    });
    return {
      ...(matchers.length === 0 ? {} : unmappedValues(source, isUnmapped)),
      ...Object.fromEntries(mapped),
    };
  };
}

function shownValues({ field, request, copied }: Wanted, source: ExactJson) {
  if (isGeo(field) && request.kind !== 'stored_fields') {
    const paths = [field.parent ?? field.path, ...copied];
    return request.kind === 'fields'
      ? shownPlaces(field, source, paths, request.format)
      : shownPoints(field, source, paths);
  }
  const values = valuesOf(field, source, copied, request.format);
  return request.kind === 'docvalue_fields' ? sorted(field, values) : values;
}

function unmappedValues(source: ExactJson, isWanted: (path: string) => boolean): Values {
  const found = new Map<string, ExactJson[]>();
  for (const [path, value] of leavesOf(source, '')) {
    if (isWanted(path)) {
      const values = found.get(path) ?? [];
      found.set(path, values);
      values.push(value);
    }
  }
  return Object.fromEntries(found);
}

function fieldsOf(mapping: Mapping, request: FieldRequest): readonly Wanted[] {
  const { pattern, kind } = request;
  const isPattern = hasWildcard(pattern);
  if (kind === 'stored_fields' && mapping.objects.has(pattern)) {
    throw errors.illegalArgument(`field [${pattern}] isn't a leaf field`);
  }
  if (!isPattern && mapping.runtime.has(pattern)) {
    throw errors.illegalArgument(
      `[${kind}] cannot give the runtime field [${pattern}]; ask for it in [script_fields]`,
    );
  }
  const matches = nameMatcher(pattern);
  const targets = targetsByColumn(mapping);
  return [...mapping.fields].flatMap(([name, named]) => {
    const field = targets.get(named.column) ?? named;
    if (!matches(name) || (kind === 'docvalue_fields' && !hasDocValues(field, isPattern))) {
      return [];
    }
    if (kind === 'stored_fields' && !isStored(named, field)) {
      return [];
    }
    if (!takesFormat(name, field, request)) {
      return [];
    }
    return [{ name, field, request, copied: copiedTo(mapping, field) }];
  });
}

/** False for a field that a pattern finds and whose values have no formats; one that is named is refused. */
function takesFormat(name: string, field: MappedField, { format, kind, pattern }: FieldRequest) {
  if (format === undefined || isDate(field)) {
    return true;
  }
  if (kind === 'fields' && isGeo(field)) {
    checkGeoFormat(format);
    return true;
  }
  if (hasWildcard(pattern)) {
    return false;
  }
  throw errors.illegalArgument(`Field [${name}] of type [${field.type}] doesn't support formats.`);
}

/** A field that is found by an alias is none that is stored under that name. */
const isStored = (named: MappedField, field: MappedField): boolean =>
  named === field && booleanOf(field.definition.store, false);

/** An alias has the column of the field that it stands for, which is in the mapping before it. */
export function targetsByColumn({ fields }: Mapping): ReadonlyMap<Column, MappedField> {
  const reversed = [...fields.values()].reverse();
  return new Map(reversed.map((field) => [field.column, field]));
}

function hasDocValues(field: MappedField, isPattern: boolean): boolean {
  const isThere = !isText(field) && FIELD_TYPES[field.type].isAggregatable !== false;
  if (!isThere && !isPattern) {
    throw errors.illegalArgument(
      `Can't load fielddata on [${field.path}] because fielddata is unsupported on fields of type [${field.type}]. Use [fields] instead.`,
    );
  }
  return isThere;
}

/** Numbers by value, all else as texts; a text that repeats is there once. */
function sorted(field: MappedField, values: readonly ExactJson[]): readonly ExactJson[] {
  const areNumbers = values.every((value) => value instanceof ExactNumber);
  if (areNumbers) {
    return [...values].sort((a, b) => Number(textOf(a)) - Number(textOf(b)));
  }
  const texts = new Map(values.map((value) => [textOf(value), value]));
  const keys = isDate(field) ? [...texts.keys()] : [...texts.keys()].sort();
  return keys.map((key) => texts.get(key) ?? null);
}

const textOf = (value: ExactJson): string =>
  value instanceof ExactNumber ? value.text : JSON.stringify(value);

function* leavesOf(value: ExactJson, path: string): Iterable<readonly [string, ExactJson]> {
  if (Array.isArray(value)) {
    for (const member of value) {
      yield* leavesOf(member, path);
    }
  } else if (isExactObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      yield* leavesOf(member, path === '' ? key : `${path}.${key}`);
    }
  } else if (value !== null) {
    yield [path, value];
  }
}
