import type { JsonObject } from '@longshore/common/json';
import { nestSettings } from '../../index/index-settings.ts';
import type { SimulatedTemplate } from '../../index/templates.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRequest, type RestRoute } from '../route.ts';

const PARAMETERS = ['create', 'cause', 'master_timeout', 'cluster_manager_timeout'].concat([
  'include_defaults',
]);

/** `POST /_index_template/_simulate_index/{index}`: what an index of this name would get. */
export const simulateIndexTemplate: RestRoute = {
  methods: ['POST'],
  paths: ['/_index_template/_simulate_index/:name'],
  parameters: PARAMETERS,
  ignored: PARAMETERS,
  handle: async (request, { catalog }) => {
    const found = catalog.templates.simulateIndex(request.part('name') ?? '', bodyOf(request));
    return ok(found === undefined ? {} : shown(found));
  },
};

/** `POST /_index_template/_simulate[/{name}]`: what a template makes of an index. */
export const simulateTemplate: RestRoute = {
  methods: ['POST'],
  paths: ['/_index_template/_simulate', '/_index_template/_simulate/:name'],
  parameters: PARAMETERS,
  ignored: PARAMETERS,
  handle: async (request, { catalog }) =>
    ok(shown(catalog.templates.simulateTemplate(request.part('name'), bodyOf(request)))),
};

function bodyOf({ body }: RestRequest): JsonObject | undefined {
  return body.length === 0 ? undefined : readObject(body);
}

function shown({ settings, mappings, aliases, overlapping }: SimulatedTemplate) {
  return { template: { settings: nestSettings(settings), mappings, aliases }, overlapping };
}
