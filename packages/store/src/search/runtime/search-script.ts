import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { translateValue } from '../../index/runtime/translate-script.ts';
import { type SqlType, type TypedSql, typed } from '../../index/runtime/typed-sql.ts';
import { compileScript } from '../../script/compile-script.ts';
import { scriptContext } from '../../script/contexts.ts';
import { parseScriptSpec } from '../../script/script-spec.ts';
import { raw, type Sql } from '../../sql/sql.ts';
import type { FieldContext } from '../field-context.ts';
import { listOf } from '../field-sql.ts';
import type { ValueKind } from '../value-kind.ts';

/** A script of a query or an aggregation: its text is translated for each index. */
export interface SearchScript {
  readonly source: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The field of an aggregation that has only a script; no mapping has it. */
export const ONLY_SCRIPT = '_script';

/** Reads a script and compiles it for a context, to refuse what is no script. */
export function parseSearchScript(json: Json, context: string): SearchScript {
  const { text, params } = parseScriptSpec(json);
  if (!('source' in text)) {
    throw errors.illegalArgument('a stored script in a search is not supported; send its [source]');
  }
  compileScript(text.source, scriptContext(context));
  return { source: text.source, params };
}

/** What a script gives in an index; nothing where it reads a field without values, mapped or not. */
export function compileScriptValue(
  script: SearchScript,
  context: FieldContext,
  { valueField, score }: { readonly valueField?: string; readonly score?: Sql } = {},
): TypedSql {
  const value = valueField === undefined ? undefined : context.field(valueField);
  const found = translateValue(
    script,
    { field: (path) => context.field(path), list: listOf },
    { value, score },
  );
  return found ?? NO_VALUE;
}

const NO_VALUE = typed('null', raw('NULL'));

const KINDS: Readonly<Partial<Record<SqlType, ValueKind>>> = {
  int: 'int',
  long: 'int',
  double: 'float',
  boolean: 'bool',
  string: 'text',
  date: 'date',
};

/** The kind of what a script gives in all indices of a search. */
export function commonKind(values: readonly TypedSql[]): ValueKind {
  const kinds = new Set(values.flatMap(({ type }) => KINDS[type] ?? []));
  const [kind = 'float'] = kinds;
  if (kinds.size <= 1) {
    return kind;
  }
  if ([...kinds].every((one) => one === 'int' || one === 'float')) {
    return 'float';
  }
  throw errors.illegalArgument(
    `the script gives values of different types in the indices: [${[...kinds].sort().join(', ')}]`,
  );
}
