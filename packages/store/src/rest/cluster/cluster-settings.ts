import { errors } from '@longshore/common/errors';
import { isObject, type Json } from '@longshore/common/json';
import {
  CLUSTER_SETTINGS,
  type ClusterSettingValues,
  flattenSettings,
} from '../../index/cluster-settings.ts';
import { nestSettings } from '../../index/index-settings.ts';
import type { Parameters } from '../parameters.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';

const WAITING = ['timeout', 'master_timeout', 'cluster_manager_timeout', 'local'];

/** `GET /_cluster/settings` */
export const getClusterSettings: RestRoute = {
  methods: ['GET'],
  paths: ['/_cluster/settings'],
  parameters: ['flat_settings', 'include_defaults', ...WAITING],
  ignored: WAITING,
  handle: async ({ parameters }, { catalog }) => {
    const { clusterSettings } = catalog;
    const shown = {
      persistent: show(clusterSettings.values('persistent'), parameters),
      transient: show(clusterSettings.values('transient'), parameters),
    };
    if (!parameters.boolean('include_defaults', false)) {
      return ok(shown);
    }
    const isPut = (name: string) =>
      name in clusterSettings.values('persistent') || name in clusterSettings.values('transient');
    const defaults = CLUSTER_SETTINGS.filter(({ name }) => !isPut(name));
    const values = Object.fromEntries(defaults.map(({ name, fallback }) => [name, fallback]));
    return ok({ ...shown, defaults: show(values, parameters) });
  },
};

/** `PUT /_cluster/settings` */
export const putClusterSettings: RestRoute = {
  methods: ['PUT'],
  paths: ['/_cluster/settings'],
  parameters: ['flat_settings', ...WAITING],
  ignored: WAITING,
  handle: async ({ body, parameters }, { catalog }) => {
    const { persistent, transient } = requireObject(body, ['persistent', 'transient']);
    const changes = { persistent: changesOf(persistent), transient: changesOf(transient) };
    if (changes.persistent.size + changes.transient.size === 0) {
      throw errors.validation('1: no settings to update;');
    }
    catalog.clusterSettings.change(changes);
    await catalog.sync();
    const after = (scope: 'persistent' | 'transient') =>
      Object.fromEntries(
        Object.entries(catalog.clusterSettings.values(scope)).filter(([key]) =>
          changes[scope].has(key),
        ),
      );
    return ok({
      acknowledged: true,
      persistent: show(after('persistent'), parameters),
      transient: show(after('transient'), parameters),
    });
  },
};

function changesOf(json: Json | undefined): ReadonlyMap<string, Json> {
  return isObject(json) ? flattenSettings(json) : new Map();
}

function show(values: ClusterSettingValues, parameters: Parameters): object {
  return parameters.boolean('flat_settings', false) ? values : nestSettings(values);
}
