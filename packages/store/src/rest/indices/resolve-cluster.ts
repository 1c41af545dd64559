import { DIALECT } from '../cluster/info.ts';
import { EXPRESSION_PARAMETERS, resolveOptions } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';

/** `GET /_resolve/cluster[/{expression}]`: whether this cluster, the only one, has an index that it stands for. */
export const resolveCluster: RestRoute = {
  methods: ['GET'],
  paths: ['/_resolve/cluster', '/_resolve/cluster/:name'],
  parameters: [...EXPRESSION_PARAMETERS, 'ignore_throttled', 'timeout'],
  ignored: ['ignore_throttled', 'timeout'],
  handle: async ({ part, parameters }, { catalog }) => {
    const name = part('name');
    const options = {
      ...resolveOptions(parameters),
      ignoreUnavailable: true,
      allowNoIndices: true,
    };
    const local = {
      connected: true,
      skip_unavailable: false,
      ...(name === undefined ? {} : { matching_indices: catalog.expand(name, options).length > 0 }),
      version: DIALECT,
    };
    return ok({ '(local)': local });
  },
};
