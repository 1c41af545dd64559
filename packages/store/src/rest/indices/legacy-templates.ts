import { nestSettings, parseIndexSettings } from '../../index/index-settings.ts';
import type { LegacyTemplate } from '../../index/legacy-templates.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { refuseMissing } from './templates.ts';

const WAITING = ['master_timeout', 'cluster_manager_timeout', 'timeout', 'cause'];

/** `PUT|POST /_template/{name}` */
export const putLegacyTemplate: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/_template/:name'],
  parameters: ['create', 'order', 'include_type_name', 'flat_settings', ...WAITING],
  ignored: ['flat_settings', 'include_type_name', ...WAITING],
  handle: async ({ part, parameters, body }, { catalog }) => {
    const options = {
      create: parameters.boolean('create', false),
      order: parameters.integer('order'),
    };
    catalog.templates.legacy.put(part('name') ?? '', requireObject(body), options);
    await catalog.sync();
    return ok({ acknowledged: true });
  },
};

/** `GET|HEAD /_template[/{name}]`: a missing name is an empty answer with 404. */
export const getLegacyTemplate: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/_template', '/_template/:name'],
  parameters: ['flat_settings', 'local', 'include_type_name', ...WAITING],
  ignored: ['local', 'include_type_name', ...WAITING],
  handle: async ({ part, parameters }, { catalog }) => {
    const pattern = part('name') ?? '*';
    const found = catalog.templates.legacy.list(pattern);
    const isFlat = parameters.boolean('flat_settings', false);
    const body = Object.fromEntries(found.map(([name, one]) => [name, shown(one, isFlat)]));
    return { status: found.length === 0 && !pattern.includes('*') ? 404 : 200, body };
  },
};

/** `DELETE /_template/{name}` */
export const deleteLegacyTemplate: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_template/:name'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async ({ part }, { catalog }) => {
    const pattern = part('name') ?? '';
    const found = catalog.templates.legacy.list(pattern);
    refuseMissing(pattern, found);
    for (const [name] of found) {
      catalog.templates.legacy.remove(name);
    }
    await catalog.sync();
    return ok({ acknowledged: true });
  },
};

function shown(template: LegacyTemplate, isFlat: boolean) {
  const settings = parseIndexSettings(template.settings);
  return { ...template, settings: isFlat ? settings : nestSettings(settings) };
}
