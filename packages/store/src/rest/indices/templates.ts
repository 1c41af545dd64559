import { errors, LongshoreError } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import { nameMatcher } from '../../index/expression.ts';
import { nestSettings, parseIndexSettings } from '../../index/index-settings.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';

const PARAMETERS = ['create', 'cause', 'master_timeout', 'cluster_manager_timeout', 'timeout'];
const GET_PARAMETERS = [...PARAMETERS, 'flat_settings', 'local', 'include_defaults'];

/** `PUT|POST /_index_template/{name}` */
export const putIndexTemplate: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/_index_template/:name'],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const create = request.parameters.boolean('create', false);
    const body = requireObject(request.body);
    store.catalog.templates.putIndexTemplate(request.part('name') ?? '', body, { create });
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `GET|HEAD /_index_template/{name}` */
export const getIndexTemplate: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/_index_template', '/_index_template/:name'],
  parameters: GET_PARAMETERS,
  handle: async (request, store) => {
    const found = findOrFail(request, 'index template', (pattern) =>
      store.catalog.templates.indexTemplates(pattern),
    );
    const isFlat = request.parameters.boolean('flat_settings', false);
    return ok({
      index_templates: found.map(([name, template]) => ({
        name,
        index_template: shownTemplate(template, isFlat),
      })),
    });
  },
};

/** `DELETE /_index_template/{name}` */
export const deleteIndexTemplate: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_index_template/:name'],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const pattern = request.part('name') ?? '';
    const found = store.catalog.templates.indexTemplates(pattern);
    refuseMissing(pattern, found);
    for (const [name] of found) {
      refuseUsed(store, name);
      store.catalog.templates.removeIndexTemplate(name);
    }
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `PUT|POST /_component_template/{name}` */
export const putComponentTemplate: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/_component_template/:name'],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const create = request.parameters.boolean('create', false);
    const body = requireObject(request.body);
    store.catalog.templates.putComponentTemplate(request.part('name') ?? '', body, { create });
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `GET|HEAD /_component_template/{name}` */
export const getComponentTemplate: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/_component_template', '/_component_template/:name'],
  parameters: GET_PARAMETERS,
  handle: async (request, store) => {
    const found = findOrFail(request, 'component template', (pattern) =>
      store.catalog.templates.componentTemplates(pattern),
    );
    const isFlat = request.parameters.boolean('flat_settings', false);
    return ok({
      component_templates: found.map(([name, template]) => ({
        name,
        component_template: shownTemplate(template, isFlat),
      })),
    });
  },
};

/** `DELETE /_component_template/{name}` */
export const deleteComponentTemplate: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_component_template/:name'],
  parameters: PARAMETERS,
  handle: async (request, store) => {
    const pattern = request.part('name') ?? '';
    const found = store.catalog.templates.componentTemplates(pattern);
    refuseMissing(pattern, found);
    for (const [name] of found) {
      store.catalog.templates.removeComponentTemplate(name);
    }
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

type Found = readonly (readonly [string, JsonObject])[];

function findOrFail(request: RestRequest, kind: string, find: (pattern: string) => Found): Found {
  const pattern = request.part('name') ?? '*';
  const found = find(pattern);
  if (found.length === 0 && !pattern.includes('*')) {
    throw errors.resourceNotFound(`${kind} matching [${pattern}] not found`);
  }
  return found;
}

/** Each name that is given has to be there, and each pattern has to match, except for `*`. */
export function refuseMissing(
  expression: string,
  found: readonly (readonly [string, unknown])[],
): void {
  const missing = expression.split(',').filter((pattern) => {
    const matches = nameMatcher(pattern);
    return pattern !== '*' && !found.some(([name]) => matches(name));
  });
  if (missing.length > 0) {
    throw new LongshoreError(
      'index_template_missing_exception',
      404,
      `index_template [${missing.join(',')}] missing`,
    );
  }
}

/** A data stream makes its next backing index by its template. */
function refuseUsed(store: Store, template: string): void {
  const user = store.catalog.dataStreams().find((stream) => stream.template === template);
  if (user) {
    throw errors.illegalArgument(
      `unable to remove composable templates [${template}] as they are in use by a data streams [${user.name}]`,
    );
  }
}

/** A template as it is given back: its settings nested, or flat. */
function shownTemplate(json: JsonObject, isFlat: boolean): JsonObject {
  const template = json.template as JsonObject | undefined;
  if (template?.settings === undefined) {
    return json;
  }
  const settings = parseIndexSettings(template.settings);
  const form = isFlat ? (settings as JsonObject) : nestSettings(settings);
  return { ...json, template: { ...template, settings: form } };
}
