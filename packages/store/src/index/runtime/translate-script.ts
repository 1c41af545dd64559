import type { Expression, Statement, TypeName } from '../../script/ast.ts';
import { parseScript } from '../../script/parse-script.ts';
import { scriptError } from '../../script/script-error.ts';
import { faults, ScriptFault } from '../../script/script-fault.ts';
import { raw, type Sql, sql } from '../../sql/sql.ts';
import type { MappedField } from '../mapping.ts';
import { arithmetic } from './arithmetic.ts';
import { convert } from './convert.ts';
import { docValue, type FieldSource } from './doc-values.ts';
import { type Names, UnmappedField } from './names.ts';
import type { RuntimeField, RuntimeType } from './runtime-fields.ts';
import { translate } from './translate-expression.ts';
import { as, choose, type TypedSql, typed, untranslatable } from './typed-sql.ts';

/** Statements that stand behind a branch are written into both of its ways; more steps than this are refused. */
const STEPS_MAX = 2_000;

/**
 * The value that a script emits, as an expression over columns; NULL where it emits none. Fields are looked up when they are
 * needed. Throws `script_exception` at what the engine can't compute. Gives nothing if a field is not mapped.
 */
export function translateScript(
  { script, type }: RuntimeField,
  fields: FieldSource,
): Sql | undefined {
  const { source = '', params = {} } = script ?? {};
  const names: Names = { fields, params, locals: new Map() };
  return guarded(source, () => new Translation(type).run(readBody(source), names, undefined).sql);
}

/** What a script may read beside fields and parameters. */
export interface ScriptInput {
  /** The field of which it calls the value `_value`. */
  readonly value?: MappedField | undefined;
  /** What it calls `_score`. */
  readonly score?: Sql | undefined;
}

/** What a script gives, with its type. Otherwise as `translateScript`. */
export function translateValue(
  { source, params }: NonNullable<RuntimeField['script']>,
  fields: FieldSource,
  { value, score }: ScriptInput,
): TypedSql | undefined {
  return guarded(source, () => {
    const locals = new Map<string, { readonly value: TypedSql; readonly type: TypeName }>();
    if (value !== undefined) {
      const read = docValue({ field: value, source: fields, at: 0 });
      locals.set('_value', { value: read, type: ANY });
    }
    if (score !== undefined) {
      locals.set('_score', { value: typed('double', score), type: ANY });
    }
    return new Translation(undefined).run(readBody(source), { fields, params, locals }, undefined);
  });
}

const ANY: TypeName = { name: 'def', dimensions: 0 };

function readBody(source: string): readonly Statement[] {
  const { functions, body } = parseScript(source);
  const [first] = functions;
  if (first) {
    throw untranslatable('a function', first.at);
  }
  return body;
}

function guarded<T>(source: string, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof UnmappedField) {
      return undefined;
    }
    // A stack that is full is a script that is too deep.
    const fault = error instanceof RangeError ? untranslatable('so deep a script', 0) : error;
    throw fault instanceof ScriptFault
      ? scriptError('compile error', source, fault, fault.at ?? 0)
      : fault;
  }
}

/** Runs a script over expressions instead of values: both ways of each branch, and what each of them emits or gives. */
class Translation {
  /** What is emitted; undefined if the script gives a value instead. */
  private readonly type: RuntimeType | undefined;
  private steps = 0;

  constructor(type: RuntimeType | undefined) {
    this.type = type;
  }

  /** What the statements emit, if `emitted` has been emitted before them. */
  run(statements: readonly Statement[], names: Names, emitted: TypedSql | undefined): TypedSql {
    const [statement, ...rest] = statements;
    this.steps += 1;
    if (this.steps > STEPS_MAX) {
      throw faults.illegalArgument('the script of a runtime field is too complex', statement?.at);
    }
    if (statement === undefined) {
      return emitted ?? typed('null', raw('NULL'));
    }
    const { at } = statement;
    switch (statement.kind) {
      case 'block':
        return this.run([...statement.body, ...rest], names, emitted);
      case 'declare':
        return this.run(rest, declare(statement, names), emitted);
      case 'if': {
        const no = statement.no ? [statement.no] : [];
        return choose(
          translate(statement.test, names),
          this.run([statement.yes, ...rest], names, emitted),
          this.run([...no, ...rest], names, emitted),
          at,
        );
      }
      case 'return':
        return this.type === undefined && statement.value
          ? translate(statement.value, names)
          : this.run([], names, emitted);
      case 'expression':
        return this.expression(statement.expression, rest, names, emitted);
      default:
        throw untranslatable(`[${statement.kind}]`, at);
    }
  }

  private expression(
    expression: Expression,
    rest: readonly Statement[],
    names: Names,
    emitted: TypedSql | undefined,
  ): TypedSql {
    const { kind, at } = expression;
    if (kind === 'assign' || kind === 'increment') {
      return this.run(rest, assign(expression, names), emitted);
    }
    const { type } = this;
    if (type === undefined && rest.length === 0) {
      return translate(expression, names);
    }
    const [value] = kind === 'function-call' ? expression.args : [];
    if (
      type === undefined ||
      kind !== 'function-call' ||
      expression.name !== 'emit' ||
      value === undefined
    ) {
      throw untranslatable(`[${kind}] as a statement`, at);
    }
    if (emitted) {
      throw untranslatable('more than one value of a document', at);
    }
    return this.run(rest, names, emit(translate(value, names), type, at));
  }
}

function declare(
  { type, variables }: Extract<Statement, { readonly kind: 'declare' }>,
  names: Names,
): Names {
  const locals = new Map(names.locals);
  for (const { name, value, at } of variables) {
    const given = value ? translate(value, { ...names, locals }) : INITIAL;
    locals.set(name, { value: convert(given, type, false, at), type });
  }
  return { ...names, locals };
}

const INITIAL = typed('null', raw('NULL'));

function assign(
  expression: Extract<Expression, { readonly kind: 'assign' | 'increment' }>,
  names: Names,
): Names {
  const { place, at } = expression;
  const old = place.kind === 'name' ? names.locals.get(place.name) : undefined;
  if (place.kind !== 'name' || !old) {
    throw untranslatable('an assignment to what is no variable', at);
  }
  const value = assigned(expression, old, names);
  return { ...names, locals: new Map([...names.locals, [place.name, { ...old, value }]]) };
}

function assigned(
  expression: Extract<Expression, { readonly kind: 'assign' | 'increment' }>,
  old: { readonly value: TypedSql; readonly type: TypeName },
  names: Names,
): TypedSql {
  const { at } = expression;
  if (expression.kind === 'increment') {
    const by = typed('int', raw(`toInt64(${expression.by})`));
    return convert(arithmetic('+', old.value, by, at), old.type, true, at);
  }
  const { operator, place, value } = expression;
  if (operator === undefined) {
    return convert(translate(value, names), old.type, false, at);
  }
  const changed = translate({ kind: 'binary', at, operator, left: place, right: value }, names);
  return convert(changed, old.type, true, at);
}

/** The Java types that each type of field takes. */
const TAKEN: Readonly<Record<RuntimeType, readonly TypedSql['type'][]>> = {
  long: ['int', 'long'],
  double: ['int', 'long', 'double'],
  keyword: ['string'],
  boolean: ['boolean'],
  date: ['int', 'long'],
  ip: ['string'],
};

/** A value in the type of the field's column. All ways of a script come to the same type. */
function emit(value: TypedSql, type: RuntimeType, at: number): TypedSql {
  if (value.type !== 'null' && !TAKEN[type].includes(value.type)) {
    throw faults.illegalArgument(
      `Cannot cast [${value.type}] to what [emit] of a field of type [${type}] takes`,
      at,
    );
  }
  switch (type) {
    case 'long':
      return typed('long', as(value, 'long'));
    case 'double':
      return typed('double', as(value, 'double'));
    case 'boolean':
      return typed('boolean', as(value, 'boolean'));
    case 'keyword':
      return typed('string', as(value, 'string'));
    case 'date':
      return typed('date', sql`fromUnixTimestamp64Milli(${as(value, 'long')}, 'UTC')`);
    case 'ip':
      return typed('address', sql`toIPv6OrNull(${as(value, 'string')})`);
  }
}
