import { errors, LongshoreError } from '@longshore/common/errors';
import { ok, type RestRoute } from '../route.ts';

/** `GET|PUT|DELETE /_ilm/policy/{name}`: there are none yet, and a policy that would not be executed is not taken. */
export const lifecyclePolicies: RestRoute = {
  methods: ['GET', 'PUT', 'DELETE'],
  paths: ['/_ilm/policy', '/_ilm/policy/:name'],
  parameters: ['timeout', 'master_timeout'],
  handle: async ({ method, part }) => {
    const name = part('name');
    if (method === 'PUT') {
      throw errors.illegalArgument(
        'lifecycle policies are not supported yet; set [setup.ilm.enabled: false] in agents that want to store one',
      );
    }
    if (name !== undefined) {
      throw new LongshoreError(
        'resource_not_found_exception',
        404,
        `Lifecycle policy not found: ${name}`,
      );
    }
    return ok({});
  },
};
