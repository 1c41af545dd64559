import { errors } from '@longshore/common/errors';
import { type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { nameMatcher } from '../../index/expression.ts';
import { parseRuntimeFields, type RuntimeFields } from '../../index/runtime/runtime-fields.ts';
import { requestedIndices } from '../expression-options.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { describeUses } from './field-capabilities.ts';
import { fieldFilter } from './field-filter.ts';
import { type FieldUse, fieldUses } from './field-uses.ts';
import { type FilteredIndices, filterIndices } from './index-filter.ts';

/** `GET|POST /_field_caps`: which fields there are, and what can be done with them. */
export const fieldCaps: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ['/_field_caps', '/:index/_field_caps'],
  parameters: [
    ...EXPRESSION_PARAMETERS,
    'fields',
    'filters',
    'include_empty_fields',
    'include_unmapped',
    'types',
  ],
  handle: async (request, store) => {
    const body = readObject(request.body, ['fields', 'index_filter', 'runtime_mappings']);
    const isAsked = matcherOf(readFields(request, body));
    const runtime = parseRuntimeFields(body.runtime_mappings);
    const { entries, failures } = await chosenIndices(request, store, {
      filter: body.index_filter,
      runtime,
    });
    const isWanted = fieldFilter(
      request.parameters.list('types'),
      request.parameters.list('filters'),
    );
    const found = new Map<string, FieldUse[]>();
    for (const entry of entries) {
      for (const use of fieldUses(entry, runtime)) {
        if (isAsked(use.path) && isWanted(use)) {
          const before = found.get(use.path);
          if (before === undefined) {
            found.set(use.path, [use]);
          } else {
            before.push(use);
          }
        }
      }
    }
    const names = entries.map(({ name }) => name).sort();
    const isUnmappedShown = request.parameters.boolean('include_unmapped', false);
    const fields = [...found].map(([path, uses]) => [
      path,
      describeUses(uses, isUnmappedShown ? names : undefined),
    ]);
    return ok({
      indices: names,
      fields: Object.fromEntries(fields),
      ...(failures.length === 0 ? {} : showFailures(failures)),
    });
  },
};

function chosenIndices(
  request: RestRequest,
  store: Store,
  { filter, runtime }: { readonly filter: Json | undefined; readonly runtime: RuntimeFields },
): Promise<FilteredIndices> | FilteredIndices {
  const entries = requestedIndices(request, store);
  return filter === undefined
    ? { entries, failures: [] }
    : filterIndices(entries, { filter, runtime }, { signal: request.signal, store });
}

const showFailures = (failures: FilteredIndices['failures']) => ({
  failed_indices: failures.length,
  failures: failures.map(({ index, error }) => ({
    indices: [index],
    failure: { error: { type: error.type, reason: error.message } },
  })),
});

/** Names are looked up, and only patterns tried: both lists may be long. */
function matcherOf(patterns: readonly string[]): (path: string) => boolean {
  const names = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const matchers = patterns.filter((pattern) => pattern.includes('*')).map(nameMatcher);
  return (path) => names.has(path) || matchers.some((matches) => matches(path));
}

function readFields({ parameters }: RestRequest, given: JsonObject): readonly string[] {
  const listed = (value: Json | undefined): readonly string[] | undefined =>
    value === undefined ? undefined : (Array.isArray(value) ? value : [value]).map(jsonText);
  const fields = parameters.list('fields') ?? listed(given.fields);
  if (!fields || fields.length === 0) {
    throw errors.validation('1: no fields specified;');
  }
  return fields;
}
