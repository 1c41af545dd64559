import { DEFAULT_DATE_FORMAT, parseDate } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';
import { type Json, jsonNumber, jsonText } from '@longshore/common/json';
import { float, raw, type Sql, sql } from '../../sql/sql.ts';
import { isList } from '../field-sql.ts';
import { kindLiteral } from '../kind-literal.ts';
import { asKind, noValue, noValues, toKind } from '../kind-sql.ts';
import type { Branch } from '../plan.ts';
import type { ObjectReader } from '../read-object.ts';
import {
  commonKind,
  compileScriptValue,
  ONLY_SCRIPT,
  parseSearchScript,
  type SearchScript,
} from '../runtime/search-script.ts';
import { type CommonField, commonField } from '../value-kind.ts';
import type { AggContext } from './agg-type.ts';

/** The field that a metric reads, or the script that it computes. */
export interface ValuesSpec {
  /** `_script` if there is only a script. */
  readonly field: string;
  /** What is computed for each document; the value of the field is its `_value`. */
  readonly script: SearchScript | undefined;
  readonly missing: Json | undefined;
  readonly format: string | undefined;
}

/** Values of a field in all branches, as one type. */
export interface Values {
  /** True if some branch has lists: then inputs are arrays in all of them. */
  readonly isList: boolean;
  /** Undefined if no branch maps the field. */
  readonly common: CommonField | undefined;
  input(branch: Branch): Sql;
}

export function readValuesSpec(reader: ObjectReader): ValuesSpec {
  const spec = readOptionalValues(reader);
  if (spec === undefined) {
    throw errors.illegalArgument(
      `Required one of fields [field, script], but none were specified. `,
    );
  }
  return spec;
}

/** The same where documents count if nothing is given. */
export function readOptionalValues(reader: ObjectReader): ValuesSpec | undefined {
  const field = reader.optionalString('field');
  const script = readScript(reader);
  if (field === undefined && script === undefined) {
    return undefined;
  }
  return {
    field: field ?? ONLY_SCRIPT,
    script,
    missing: reader.json('missing'),
    format: reader.optionalString('format'),
  };
}

/** Of a script Elasticsearch is told the type; here the script says it. */
function readScript(reader: ObjectReader): SearchScript | undefined {
  const json = reader.json('script');
  // What values are is known of fields, and of what scripts give.
  reader.optionalString('value_type');
  if (json === undefined) {
    return undefined;
  }
  return parseSearchScript(json, 'aggs');
}

/** Numbers of a field as Float64, as Elasticsearch computes; dates as epoch ms, booleans as 0 and 1. */
export function openNumbers(name: string, spec: ValuesSpec, context: AggContext): Values {
  const values = openValues(spec, context);
  const { common } = values;
  if (common?.kind === 'text' || common?.kind === 'ip') {
    throw unsupported(name, spec, context);
  }
  const missing = spec.missing === undefined ? undefined : float(readMissing(spec.missing, common));
  return {
    ...values,
    input: (branch) => {
      const given = toNumbers(values.input(branch), values);
      return missing === undefined ? given : orMissing(given, values.isList, sql`${missing}`);
    },
  };
}

/** Addresses of a field or a script, those of documents without one as the request says. */
export function openIps(name: string, spec: ValuesSpec, context: AggContext): Values {
  const values = openValues(spec, context);
  const { common } = values;
  if (common !== undefined && common.kind !== 'ip') {
    throw unsupported(name, spec, context);
  }
  return {
    ...values,
    input: (branch) => {
      const given = common === undefined ? noValue('ip') : values.input(branch);
      return spec.missing === undefined
        ? given
        : orMissing(given, values.isList, sql`${kindLiteral('ip', spec.missing)}`);
    },
  };
}

/** What stands for the values of a row that has none. */
export const orMissing = (given: Sql, isListInput: boolean, missing: Sql): Sql =>
  isListInput
    ? sql`if(empty(${given}), [${missing}], ${given})`
    : sql`ifNull(${given}, ${missing})`;

function unsupported(name: string, { field }: ValuesSpec, { branches }: AggContext) {
  const type = branches
    .map(({ context: fields }) => fields.field(field))
    .flatMap((found) => (found === undefined ? [] : [found.definition.type ?? found.type]))[0];
  return errors.illegalArgument(
    `Field [${field}] of type [${jsonText(type)}] is not supported for aggregation [${name}]`,
  );
}

/** Values of a field or a script as they are. */
export function openValues(
  { field: path, script }: Pick<ValuesSpec, 'field' | 'script'>,
  context: AggContext,
): Values {
  return script ? openScript(script, path, context) : openField(path, context);
}

function openScript(script: SearchScript, path: string, { branches }: AggContext): Values {
  // By what stays the same in rows of nested objects.
  const compiled = new Map(
    branches.map(({ ordinal, context: fields }) => {
      return [ordinal, compileScriptValue(script, fields, { valueField: path })] as const;
    }),
  );
  const kind = commonKind([...compiled.values()]);
  return {
    isList: false,
    common: { kind, format: DEFAULT_DATE_FORMAT, isSingle: false, isVersion: false },
    input: (branch) => toKind(compiled.get(branch.ordinal)?.sql ?? noValue(kind), kind),
  };
}

function openField(path: string, { branches }: AggContext): Values {
  const fields = branches.map(({ context }) => context.field(path));
  const common = commonField(path, fields, 'aggregate');
  const kind = common?.kind ?? 'float';
  const anyList = fields.some((field) => field !== undefined && isList(field));
  return {
    isList: anyList,
    common,
    input: ({ context }) => {
      const field = context.field(path);
      if (field === undefined) {
        return anyList ? noValues(kind) : noValue(kind);
      }
      const value = asKind(field, kind);
      if (!anyList || isList(field)) {
        return value;
      }
      return field.column.required
        ? sql`[${value}]`
        : sql`if(isNull(${value}), [], [assumeNotNull(${value})])`;
    },
  };
}

function toNumbers(value: Sql, { isList: list, common }: Values): Sql {
  const convert = {
    date: (v: Sql) => sql`toFloat64(toUnixTimestamp64Milli(${v}))`,
    nanos: (v: Sql) => sql`(toUnixTimestamp64Nano(${v}) / 1000000.)`,
    bool: (v: Sql) => sql`toFloat64(${v})`,
    int: (v: Sql) => sql`toFloat64(${v})`,
    uint: (v: Sql) => sql`toFloat64(${v})`,
    float: (v: Sql) => v,
    text: (v: Sql) => v,
    ip: (v: Sql) => v,
  }[common?.kind ?? 'float'];
  return list ? sql`arrayMap(v -> ${convert(raw('v'))}, ${value})` : convert(value);
}

function readMissing(given: Json, common: CommonField | undefined): number {
  if (common?.kind === 'bool') {
    return jsonText(given) === 'true' ? 1 : 0;
  }
  if (typeof given === 'string' && (common?.kind === 'date' || common?.kind === 'nanos')) {
    const ms = parseDate(given, { format: common.format });
    if (ms === undefined) {
      throw errors.illegalArgument(`failed to parse date field [${given}] of [missing]`);
    }
    return ms;
  }
  const number = jsonNumber(given);
  if (given === null || !Number.isFinite(number)) {
    throw errors.illegalArgument(`[missing] is not a number: [${jsonText(given)}]`);
  }
  return number;
}

/** Aggregate functions over an input that is a nullable scalar or an array. */
export const valueFunctions = (isListInput: boolean) => ({
  count: (v: Sql) => (isListInput ? sql`sum(length(${v}))` : sql`count(${v})`),
  sum: (v: Sql) => (isListInput ? sql`sum(arraySum(${v}))` : sql`sum(${v})`),
  min: (v: Sql) =>
    isListInput ? sql`minOrNull(if(empty(${v}), NULL, arrayMin(${v})))` : sql`minOrNull(${v})`,
  max: (v: Sql) =>
    isListInput ? sql`maxOrNull(if(empty(${v}), NULL, arrayMax(${v})))` : sql`maxOrNull(${v})`,
  sumOfSquares: (v: Sql) =>
    isListInput ? sql`sum(arraySum(x -> x * x, ${v}))` : sql`sum(${v} * ${v})`,
});
