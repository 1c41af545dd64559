import { DEFAULT_DATE_FORMAT } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { chosenColumn } from './column-choice.ts';
import { dateParser } from './date-format.ts';
import { parseFieldAnalysis, parseNormalizer } from './field-analysis.ts';
import { fieldColumn, isText } from './field-columns.ts';
import { FIELD_TYPES } from './field-types.ts';
import type { LeafNode, MappingOptions } from './index-mapping.ts';
import type { MappedField, MappedType } from './mapping.ts';
import { booleanOf, isMappedType, numberOf, textOf } from './mapping-parameters.ts';
import { checkTimeType } from './time-field.ts';

/** A field as its definition says, with its multi-fields beside it. */
export interface FieldNode {
  readonly leaf: LeafNode;
  readonly multiFields: readonly FieldNode[];
  /** The value that every document has in it. */
  readonly constant?: string;
}

/** Reads the definition of a field that holds values. Throws for a type or a parameter that is not known. */
export function buildField(
  definition: JsonObject,
  path: string,
  options: MappingOptions,
  parent?: string,
): FieldNode {
  const described = parseField(definition, path, options, parent);
  const field = { ...described, column: chosenColumn(described, options.choices) };
  const { convert, read } = FIELD_TYPES[field.type];
  const constant = field.type === 'constant_keyword' ? definition.value : undefined;
  return {
    leaf: {
      kind: 'leaf',
      field,
      convert,
      ...(read === undefined ? {} : { read }),
      multiFields: [],
    },
    multiFields: Object.entries(isObject(definition.fields) ? definition.fields : {}).map(
      ([name, inner]) => buildField(inner as JsonObject, `${path}.${name}`, options, path),
    ),
    ...(constant === undefined ? {} : { constant: jsonText(constant) }),
  };
}

const DATES: ReadonlySet<MappedType> = new Set(['date', 'date_nanos', 'date_range']);

function parseField(
  definition: JsonObject,
  path: string,
  options: MappingOptions,
  parent: string | undefined,
): MappedField {
  const type = typeOf(definition, path);
  const format = textOf(definition.format);
  dateParser(format ?? DEFAULT_DATE_FORMAT);
  const meta = isObject(definition.meta) ? definition.meta : {};
  const isAnalyzed = FIELD_TYPES[type].parameters.includes('analyzer');
  const analyzed = { path, isText: isText(type), analysis: options.analysis };
  const isTime = path === options.timeField;
  if (isTime) {
    checkTimeType(path, type);
  }
  const analysis = isAnalyzed ? parseFieldAnalysis(definition, analyzed) : undefined;
  return {
    path,
    type,
    ...(DATES.has(type) ? { format: format ?? DEFAULT_DATE_FORMAT } : {}),
    ...valueRules(definition, options),
    index: FIELD_TYPES[type].isSearchable !== false && booleanOf(definition.index, true),
    definition,
    ...optional('analysis', analysis),
    ...optional('normalizer', parseNormalizer(definition, path, options.analysis)),
    ...optional('parent', parent),
    column: fieldColumn({
      path,
      type,
      isDeclaredList: meta.list === 'true',
      isPromoted: options.lists.has(path),
      isTime,
      hasTokens: analysis?.tokens !== undefined,
    }),
  };
}

function typeOf(definition: JsonObject, path: string): MappedType {
  const given = textOf(definition.type);
  const type = given === 'flat_object' ? 'flattened' : given; // OpenSearch's name for it.
  if (type === undefined) {
    throw errors.mapperParsing(`No type specified for field [${path}]`);
  }
  if (!isMappedType(type)) {
    throw errors.mapperParsing(`No handler for type [${type}] declared on field [${path}]`);
  }
  return type;
}

/** Types that have this parameter heed the setting of the index of the same name. */
const MALFORMED = 'ignore_malformed';

/** What is done with values before they are stored. */
function valueRules(definition: JsonObject, options: MappingOptions): Partial<MappedField> {
  const type = textOf(definition.type) ?? '';
  const canIgnore = isMappedType(type) && FIELD_TYPES[type].parameters.includes(MALFORMED);
  const ignores = booleanOf(definition.ignore_malformed, canIgnore && options.ignoreMalformed);
  const coerces = booleanOf(definition.coerce, options.coerce);
  return {
    ...optional('ignoreAbove', numberOf(definition.ignore_above)),
    ...optional('ignoreMalformed', ignores || undefined),
    ...optional('coerce', coerces ? undefined : (false as const)),
    ...optional('copyTo', namesOf(definition.copy_to)),
    ...optional('nullValue', definition.null_value ?? undefined),
    ...optional('scalingFactor', numberOf(definition.scaling_factor)),
  };
}

function namesOf(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const names = (Array.isArray(value) ? value : [value]).map(jsonText);
  return names.length === 0 ? undefined : names;
}

/** A member that is absent when it has no value. */
function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}
