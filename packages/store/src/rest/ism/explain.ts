import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import type { IndexEntry, IsmMark } from '../../index/index-entry.ts';
import { ismPolicyId } from '../../index/ism-attachment.ts';
import { ISM_ACTIONS } from '../../lifecycle/ism/actions.ts';
import { moveOf, stateOf } from '../../lifecycle/ism/marks.ts';
import { actionOf } from '../../lifecycle/ism/policy.ts';
import { ismObstacle } from '../../lifecycle/ism/run-ism-policy.ts';
import { PRIMARY_TERM } from '../../write/versions.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute, type Store } from '../route.ts';
import { ismIndices } from './managed.ts';
import { PAGE_PARAMETERS, pageOf } from './page.ts';
import { ismPaths } from './paths.ts';

/** `GET|POST /_plugins/_ism/explain/{index}`: where indices are in their policies. */
export const explainIsm: RestRoute = {
  methods: ['GET', 'POST'],
  paths: ismPaths('/explain', '/explain/:index'),
  parameters: [...PAGE_PARAMETERS, 'index', 'show_policy', 'validate_action'],
  partly:
    'The state begins when the policy is attached, not at the first run after it. `validate_action=true` is refused.',
  handle: async (request, store) => {
    const { parameters, part } = request;
    if (parameters.boolean('validate_action', false)) {
      throw errors.illegalArgument(
        '[validate_action] is not supported: an action that cannot be done says why in [info]',
      );
    }
    const showsPolicy = parameters.boolean('show_policy', false);
    const filter = readFilter(readObject(request.body, ['filter']));
    const expression = part('index') ?? parameters.text('index');
    const isListing = expression === undefined || filter !== undefined;
    const entries = expression === undefined ? store.catalog.entries() : ismIndices(request, store);
    const shown = entries.filter(
      (entry) => (!isListing || ismPolicyId(entry) !== undefined) && (filter?.(entry) ?? true),
    );
    const named = shown.map((entry) => [entry.name, entry] as const);
    const { page } = isListing ? pageOf(named, parameters) : { page: named };
    const managed = shown.filter((entry) => ismPolicyId(entry) !== undefined);
    return ok({
      ...Object.fromEntries(
        page.map(([name, entry]) => [name, explain(store, entry, showsPolicy)] as const),
      ),
      total_managed_indices: managed.length,
    });
  },
};

const SETTING = 'index_state_management.policy_id';

function explain({ catalog }: Store, entry: IndexEntry, showsPolicy: boolean): JsonObject {
  const id = ismPolicyId(entry) ?? null;
  const settings = { [`index.plugins.${SETTING}`]: id, [`index.opendistro.${SETTING}`]: id };
  if (id === null) {
    return { ...settings, enabled: null };
  }
  const obstacle = ismObstacle(catalog, entry);
  const mark = entry.ism?.policyId === id ? entry.ism : undefined;
  return {
    ...settings,
    index: entry.name,
    index_uuid: entry.uuid,
    policy_id: id,
    ...(mark === undefined ? {} : explainMark(mark, entry)),
    ...(obstacle === undefined ? {} : { info: { message: obstacle } }),
    enabled: true,
    ...(showsPolicy ? { policy: mark?.policy ?? null } : {}),
  };
}

function explainMark(mark: IsmMark, { createdMs, rolledOver }: IndexEntry): JsonObject {
  const { name, step } = actionAt(mark);
  const since = mark.actionSinceMs ?? mark.stateSinceMs;
  const retry = { failed: mark.isFailed === true, consumed_retries: mark.retries };
  const isComplete = moveOf(mark, Number.POSITIVE_INFINITY).kind === 'complete';
  return {
    policy_seq_no: mark.seqNo,
    policy_primary_term: PRIMARY_TERM,
    ...(rolledOver === undefined ? {} : { rolled_over: true }),
    index_creation_date: createdMs,
    ...(isComplete ? { policy_completed: true } : {}),
    state: { name: mark.state, start_time: mark.stateSinceMs },
    action: {
      name,
      start_time: since,
      index: mark.done,
      ...retry,
      last_rollover_time: rolledOver?.atMs ?? null,
    },
    step: { name: step, start_time: since, step_status: statusOf(mark, isComplete) },
    retry_info: retry,
    info: { message: mark.message },
  };
}

/** The action that is next, in the words of OpenSearch; after the last one, the transition. */
function actionAt(mark: IsmMark): { readonly name: string; readonly step: string } {
  const action = stateOf(mark).actions[mark.done];
  const name = action && actionOf(action).name;
  return name === undefined
    ? { name: 'transition', step: 'attempt_transition_step' }
    : { name, step: ISM_ACTIONS[name]?.step ?? name };
}

function statusOf({ isFailed, actionSinceMs }: IsmMark, isComplete: boolean): string {
  if (isFailed === true) {
    return 'failed';
  }
  if (isComplete) {
    return 'completed';
  }
  return actionSinceMs === undefined ? 'starting' : 'condition_not_met';
}

/** Which indices are wanted, all of what is given: policy, state, action, and whether they failed. */
function readFilter({ filter }: JsonObject): ((entry: IndexEntry) => boolean) | undefined {
  if (filter === undefined || filter === null) {
    return undefined;
  }
  const {
    policy_id: policyId,
    state,
    action_type: action,
    failed,
    ...others
  } = isObject(filter) ? filter : { filter };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw errors.illegalArgument(
      `Invalid field: [${unknown}] found in filter; it takes [policy_id, state, action_type, failed]`,
    );
  }
  return (entry) => {
    const { ism } = entry;
    return (
      (policyId === undefined || policyId === ismPolicyId(entry)) &&
      (state === undefined || state === ism?.state) &&
      (action === undefined || (ism !== undefined && action === actionAt(ism).name)) &&
      (failed === undefined || failed === (ism?.isFailed === true))
    );
  };
}
