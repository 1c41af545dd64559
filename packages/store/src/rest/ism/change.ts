import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import type { IsmChange } from '../../index/index-entry.ts';
import { attachIsmPolicy, ismPolicyId } from '../../index/ism-attachment.ts';
import { canChangeNow, retried } from '../../lifecycle/ism/marks.ts';
import { statesOf } from '../../lifecycle/ism/policy.ts';
import { applyChange } from '../../lifecycle/ism/run-ism-policy.ts';
import { readObject, requireObject } from '../read-body.ts';
import type { RestRoute } from '../route.ts';
import { namedPolicy } from './attach.ts';
import { changeEach, ismIndices } from './managed.ts';
import { ismPaths } from './paths.ts';

const NOT_MANAGED = 'This index is not being managed';

/** `POST /_plugins/_ism/change_policy/{index}`: another policy, or what it says now, for indices that have one. */
export const changeIsmPolicy: RestRoute = {
  methods: ['POST'],
  paths: ismPaths('/change_policy', '/change_policy/:index'),
  parameters: ['index'],
  partly:
    'In the middle of a state whose actions the new policy has otherwise, it counts when they are done. Without `state`, an index begins with `default_state`, or goes on in the same state of a newer version of its policy.',
  handle: async (request, store) => {
    const body = requireObject(request.body, ['policy_id', 'state', 'include']);
    const { id, kept } = namedPolicy(store, body.policy_id);
    const state = readState(body.state);
    if (state !== undefined && !statesOf(kept.policy).some(({ name }) => name === state)) {
      throw errors.illegalArgument(`policy [${id}] has no state [${state}]`);
    }
    const { seqNo, policy } = kept;
    const change: IsmChange = {
      ...{ policyId: id, seqNo, policy },
      ...(state === undefined ? {} : { state }),
    };
    const included = readIncluded(body.include);
    const nowMs = Date.now();
    const entries = ismIndices(request, store).filter(
      ({ ism }) => included === undefined || (ism !== undefined && included.has(ism.state)),
    );
    return changeEach(store, entries, (entry) => {
      if (ismPolicyId(entry) === undefined) {
        return NOT_MANAGED;
      }
      if (entry.ism === undefined) {
        attachIsmPolicy(entry, id, { kept, nowMs });
      } else if (canChangeNow(entry.ism, change)) {
        applyChange(entry, entry.ism, change, nowMs);
      } else {
        entry.ism = { ...entry.ism, change };
      }
      return undefined;
    });
  },
};

/** `POST /_plugins/_ism/retry/{index}`: what failed too often is tried again at the next run. */
export const retryIsm: RestRoute = {
  methods: ['POST'],
  paths: ismPaths('/retry', '/retry/:index'),
  parameters: ['index'],
  handle: async (request, store) => {
    const state = readState(readObject(request.body, ['state']).state);
    const nowMs = Date.now();
    return changeEach(store, ismIndices(request, store), (entry) => {
      const mark = entry.ism;
      if (mark === undefined) {
        return NOT_MANAGED;
      }
      if (mark.isFailed !== true) {
        return 'This index is not in failed state';
      }
      if (state !== undefined && !statesOf(mark.policy).some(({ name }) => name === state)) {
        return `Policy [${mark.policyId}] of this index has no state [${state}]`;
      }
      entry.ism = retried(mark, state, nowMs);
      return undefined;
    });
  },
};

function readState(json: Json | undefined): string | undefined {
  if (json !== undefined && json !== null && typeof json !== 'string') {
    throw errors.illegalArgument(`[state] must be the name of a state, but is [${jsonText(json)}]`);
  }
  return json ?? undefined;
}

/** The states whose indices are changed; undefined for all. */
function readIncluded(json: Json | undefined): ReadonlySet<string> | undefined {
  if (json === undefined || json === null) {
    return undefined;
  }
  const items = Array.isArray(json) ? json : [json];
  const states = items.map((item) => readState(isObject(item) ? item.state : item));
  if (states.includes(undefined)) {
    throw errors.illegalArgument('[include] must be a list of objects with a [state] each');
  }
  const known = states.filter((state) => state !== undefined);
  return known.length === 0 ? undefined : new Set(known);
}
