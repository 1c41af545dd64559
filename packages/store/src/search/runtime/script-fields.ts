import { LongshoreError } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import { isExactObject, parseExact } from '../../index/exact-json.ts';
import type { IndexMapping } from '../../index/index-mapping.ts';
import { openDoc } from '../../index/runtime/doc-of-document.ts';
import { compileSpec, parseScriptSpec, type ScriptSpec } from '../../script/script-spec.ts';
import { readObject } from '../read-object.ts';

/** A value that a script computes for each hit. */
export interface ScriptField {
  readonly name: string;
  readonly script: ScriptSpec;
  /** A hit on which the script fails has no such value; otherwise the search fails. */
  readonly ignoresFailure: boolean;
}

/** Whatever the settings of indices allow. */
const FIELDS_MAX = 1_000;

/** Reads `script_fields` of a search. */
export function parseScriptFields(json: Json | undefined): readonly ScriptField[] {
  if (json === undefined) {
    return [];
  }
  const entries = Object.entries(isObject(json) ? json : {});
  if (!isObject(json) || entries.length > FIELDS_MAX) {
    throw new LongshoreError(
      'illegal_argument_exception',
      400,
      `Trying to retrieve too many script_fields. Must be less than or equal to: [${FIELDS_MAX}] but was [${entries.length}]. This limit can be set by changing the [index.max_script_fields] index level setting.`,
    );
  }
  return entries.map(([name, definition]) => {
    const reader = readObject(name, definition);
    const script = parseScriptSpec(reader.json('script'));
    const ignoresFailure = reader.optionalBoolean('ignore_failure') ?? false;
    reader.rejectUnknown();
    return { name, script, ignoresFailure };
  });
}

/** Compiles the scripts, which are kept for the hits: one that is none fails the search, also if there are no hits. */
export function checkScriptFields(fields: readonly ScriptField[]): void {
  for (const { script } of fields) {
    compileSpec(script, 'field', NO_SCRIPTS);
  }
}

/** Stored scripts are not looked up by searches. */
const NO_SCRIPTS = { source: () => undefined };

/** The values of script fields of a hit, each in a list, as they stand in its `fields`. */
export function computeScriptFields(
  fields: readonly ScriptField[],
  mapping: IndexMapping,
  sourceText: string,
): Readonly<Record<string, readonly unknown[]>> {
  const source = parseExact(sourceText);
  const doc = openDoc(mapping, source);
  const computed = fields.flatMap(({ name, script, ignoresFailure }) => {
    const params = { ...script.params, _source: isExactObject(source) ? source : {} };
    try {
      const value = compileSpec(script, 'field', NO_SCRIPTS).run({ doc, params });
      return [[name, Array.isArray(value) ? value : [value]] as const];
    } catch (error) {
      if (error instanceof LongshoreError && ignoresFailure) {
        return [];
      }
      throw error;
    }
  });
  return Object.fromEntries(computed);
}
