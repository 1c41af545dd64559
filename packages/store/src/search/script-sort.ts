import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { type Sql, sql } from '../sql/sql.ts';
import type { FieldContext } from './field-context.ts';
import { readObject } from './read-object.ts';
import {
  compileScriptValue,
  parseSearchScript,
  type SearchScript,
} from './runtime/search-script.ts';
import type { ValueKind } from './value-kind.ts';
import { versionOrder } from './version-order.ts';

const TYPES = ['number', 'string', 'version'] as const;
type ScriptType = (typeof TYPES)[number];

/** Hits sorted by what a script gives for each, computed by the engine. */
export interface ScriptSort {
  readonly script: SearchScript;
  readonly type: ScriptType;
}

/** Reads a `_script` key, all but its order. */
export function parseScriptSort(options: Json): ScriptSort {
  const reader = readObject('_script', options);
  const given = reader.string('type').toLowerCase();
  const type = TYPES.find((known) => known === given);
  if (type === undefined) {
    throw errors.illegalArgument(`Unknown ScriptSortType [${given}]`);
  }
  const script = reader.json('script');
  if (script === undefined) {
    throw errors.illegalArgument('Required [script] is missing in [_script]');
  }
  reader.optionalString('order');
  // A script gives one value, so that there is nothing to choose from.
  reader.optionalString('mode');
  reader.rejectUnknown();
  return { type, script: parseSearchScript(script, `${type === 'number' ? type : 'string'}_sort`) };
}

/** How what a script gives is compared. */
export const scriptSortKind = ({ type }: ScriptSort): ValueKind =>
  type === 'number' ? 'float' : 'text';

/** What a script gives for a row; NULL where a field has no value. */
export function scriptSortValue({ script, type }: ScriptSort, context: FieldContext): Sql {
  const given = compileScriptValue(script, context);
  if (given.type === 'null') {
    return type === 'number'
      ? sql`CAST(NULL AS Nullable(Float64))`
      : sql`CAST(NULL AS Nullable(String))`;
  }
  const isNumber = ['int', 'long', 'double'].includes(given.type);
  if (type === 'number' ? !isNumber : given.type !== 'string') {
    throw errors.illegalArgument(
      `a [_script] sort of type [${type}] needs a script that gives a ${type === 'number' ? 'number' : 'string'}, not [${given.type}]`,
    );
  }
  if (type === 'number') {
    return sql`toFloat64(${given.sql})`;
  }
  return type === 'version' ? versionOrder(given.sql) : given.sql;
}
