import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { buildField } from '../build-field.ts';
import { dateParser } from '../date-format.ts';
import type { MappingOptions } from '../index-mapping.ts';
import { isMappedType, parametersOf } from '../mapping-parameters.ts';
import { checkFieldRules } from './field-rules.ts';
import { checkNullValue } from './null-value.ts';
import { checkParameter } from './parameter-checks.ts';

/** The definition of a field whose type is known. */
interface DefinedField {
  readonly path: string;
  readonly type: string;
  readonly definition: JsonObject;
  readonly options: MappingOptions;
  /** It is one of the `fields` of another. */
  readonly isWithin?: boolean;
}

/** Throws for what a field that holds values cannot be. */
export function checkField(field: DefinedField): void {
  const { path, type, definition, options, isWithin = false } = field;
  for (const [name, value] of Object.entries(definition)) {
    if (name === 'fields') {
      checkMultiFields(value, { ...field, isWithin });
    } else if (name !== 'type') {
      checkParameter(value, { name, path, type, options });
    }
  }
  checkFormat(definition.format, path);
  checkFieldRules({ path, type, definition });
  // What is left to see to: analyzers and normalizers that the index does not have.
  const { leaf } = buildField(definition, path, options);
  checkNullValue(definition.null_value, leaf);
}

/** Throws for a parameter that a type does not have. */
export function refuseUnsupported(path: string, definition: JsonObject, type: string): void {
  const allowed = parametersOf(type);
  for (const [name, value] of Object.entries(definition)) {
    if (name !== 'type' && !allowed.includes(name)) {
      throw errors.mapperParsing(
        name === 'boost'
          ? `Unknown parameter [boost] on mapper [${path}]`
          : `Mapping definition for [${path}] has unsupported parameters:  [${name} : ${jsonText(value)}]`,
      );
    }
  }
}

function checkFormat(format: Json | undefined, path: string): void {
  if (format === undefined) {
    return;
  }
  try {
    dateParser(jsonText(format));
  } catch (error) {
    if (error instanceof LongshoreError) {
      throw errors.illegalArgument(
        `Error parsing [format] on field [${path}]: ${error.message}`,
        error,
      );
    }
    throw error;
  }
}

function checkMultiFields(fields: Json, { path, options, isWithin }: DefinedField): void {
  if (isWithin === true) {
    throw errors.illegalArgument(
      `Encountered a multi-field [${path}] which itself contains a multi-field. Defining chained multi-fields is not supported.`,
    );
  }
  if (!isObject(fields)) {
    throw errors.mapperParsing(
      `expected map for property [fields] on field [${path}] but got [${jsonText(fields)}]`,
    );
  }
  for (const [name, definition] of Object.entries(fields)) {
    if (name.includes('.')) {
      throw errors.mapperParsing(
        `Field name [${name}] which is a multi field of [${path}] cannot contain '.'`,
      );
    }
    if (!isObject(definition)) {
      throw errors.mapperParsing(
        `illegal field [${name}], only fields can be specified inside fields`,
      );
    }
    const type = multiFieldType(name, definition);
    const inner = `${path}.${name}`;
    refuseUnsupported(inner, definition, type);
    checkField({ path: inner, type, definition, options, isWithin: true });
  }
}

/** Types that read whole objects, of which a multi-field never gets one. */
const ALONE: ReadonlySet<string> = new Set([
  'aggregate_metric_double',
  'dense_vector',
  'histogram',
  'rank_features',
]);
const NO_FIELDS: ReadonlySet<string> = new Set(['alias', 'nested', 'object', 'passthrough']);

function multiFieldType(name: string, { type: given = null }: JsonObject): string {
  if (given === null) {
    throw errors.mapperParsing(`no type specified for property [${name}]`);
  }
  const type = jsonText(given);
  if (NO_FIELDS.has(type)) {
    throw errors.mapperParsing(`Type [${type}] cannot be used in multi field`);
  }
  if (!isMappedType(type) && type !== 'flat_object') {
    throw errors.mapperParsing(`no handler for type [${type}] declared on field [${name}]`);
  }
  if (ALONE.has(type)) {
    throw errors.mapperParsing(`Field [${name}] of type [${type}] can't be used in multifields`);
  }
  return type;
}
