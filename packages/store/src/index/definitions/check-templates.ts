import { errors, LongshoreError } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { parseDynamicTemplates } from '../dynamic-templates.ts';
import type { DynamicTemplate, NewField } from '../index-mapping.ts';
import { parseRuntimeFields } from '../runtime/runtime-fields.ts';

const KINDS: readonly NewField['kind'][] = [
  'object',
  'string',
  'long',
  'double',
  'boolean',
  'date',
];

/** Throws for a dynamic template that no new field could follow. `check` is how a definition is checked. */
export function checkDynamicTemplates(
  json: Json | undefined,
  check: (definition: Json, path: string) => void,
): void {
  const given = Array.isArray(json) ? json : [];
  for (const [i, template] of parseDynamicTemplates(json).entries()) {
    const content = Object.values(isObject(given[i]) ? given[i] : {})[0] ?? {};
    checkTemplate(template, content, check);
  }
}

function checkTemplate(
  template: DynamicTemplate,
  content: Json,
  check: (definition: Json, path: string) => void,
): void {
  const { mapping, match_mapping_type: types, runtime } = isObject(content) ? content : {};
  // What it names after the field can be anything.
  if (JSON.stringify(mapping ?? runtime ?? {}).includes('{name}')) {
    return;
  }
  const path = `__dynamic__${template.name}`;
  const wanted = kindsOf(types);
  let failure: LongshoreError | undefined;
  for (const kind of wanted) {
    const definition = template.definition({ name: path, path, kind }) as Json;
    try {
      if (template.isRuntime) {
        parseRuntimeFields({ [path]: definition });
      } else {
        check(kind === 'object' ? asObject(definition) : definition, path);
      }
      return;
    } catch (error) {
      if (!(error instanceof LongshoreError)) {
        throw error;
      }
      failure = error;
    }
  }
  throw errors.illegalArgument(
    `dynamic template [${template.name}] has invalid content [${JSON.stringify(content)}], attempted to validate it with the following match_mapping_type: [[${wanted.map((kind) => kind.toUpperCase()).join(', ')}]]`,
    failure,
  );
}

/** A new object may be defined without its type. */
const asObject = (definition: Json): Json =>
  isObject(definition) && definition.type === undefined
    ? { type: 'object', ...definition }
    : definition;

function kindsOf(types: Json | undefined): readonly NewField['kind'][] {
  const named = (Array.isArray(types) ? types : [types ?? '*']).map(jsonText);
  const kinds = named.includes('*') ? KINDS : KINDS.filter((kind) => named.includes(kind));
  // `binary` is of no value that JSON has.
  return kinds.length === 0 ? KINDS : kinds;
}
