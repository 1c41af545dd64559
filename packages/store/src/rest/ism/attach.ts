import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';
import { attachIsmPolicy, detachIsmPolicy, ismPolicyId } from '../../index/ism-attachment.ts';
import type { IsmPolicy } from '../../index/ism-policies.ts';
import { policyName } from '../../lifecycle/position.ts';
import { requireObject } from '../read-body.ts';
import type { RestRoute, Store } from '../route.ts';
import { changeEach, ismIndices } from './managed.ts';
import { ismPaths } from './paths.ts';

/** `POST /_plugins/_ism/add/{index}`: indices that have no policy get one. */
export const addIsmPolicy: RestRoute = {
  methods: ['POST'],
  paths: ismPaths('/add', '/add/:index'),
  parameters: ['index'],
  handle: async (request, store) => {
    const { policy_id: policyId } = requireObject(request.body, ['policy_id']);
    const { id, kept } = namedPolicy(store, policyId);
    const nowMs = Date.now();
    return changeEach(store, ismIndices(request, store), (entry) => {
      if (ismPolicyId(entry) !== undefined) {
        return 'This index already has a policy, use the update policy API to update index policies';
      }
      const other = policyName(entry);
      if (other !== undefined) {
        return `This index has the lifecycle policy [${other}]; remove that first`;
      }
      attachIsmPolicy(entry, id, { kept, nowMs });
      return undefined;
    });
  },
};

/** `POST /_plugins/_ism/remove/{index}`: the indices have no policy from then on. */
export const removeIsmPolicy: RestRoute = {
  methods: ['POST'],
  paths: ismPaths('/remove', '/remove/:index'),
  parameters: ['index'],
  handle: async (request, store) =>
    changeEach(store, ismIndices(request, store), (entry) => {
      if (ismPolicyId(entry) === undefined) {
        return 'This index does not have a policy to remove';
      }
      detachIsmPolicy(entry);
      return undefined;
    }),
};

/** The policy that a body names. */
export function namedPolicy(
  { catalog }: Store,
  id: Json | undefined,
): { readonly id: string; readonly kept: IsmPolicy } {
  if (typeof id !== 'string' || id === '') {
    throw errors.illegalArgument(
      `[policy_id] must be the name of a policy, but is [${jsonText(id)}]`,
    );
  }
  const kept = catalog.ismPolicies.get(id);
  if (kept === undefined) {
    throw errors.notFound(`Could not find policy=${id}`);
  }
  return { id, kept };
}
