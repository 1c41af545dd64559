import { ok, type RestRoute } from '../route.ts';

/** `GET /_migration/deprecations`: nothing that can be set here is on its way out. */
export const deprecations: RestRoute = {
  methods: ['GET'],
  paths: ['/_migration/deprecations', '/:index/_migration/deprecations'],
  parameters: [],
  partly: 'Nothing is deprecated, so that the lists are empty.',
  handle: async () =>
    ok({
      cluster_settings: [],
      node_settings: [],
      ml_settings: [],
      index_settings: {},
      data_streams: {},
      templates: {},
      ilm_policies: {},
    }),
};
