import { errors } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { IndexEntry } from '../../index/index-entry.ts';
import { policyName, positionOf } from '../../lifecycle/position.ts';
import { requestedIndices } from '../expression-options.ts';
import { humanTime } from '../human.ts';
import { EXPRESSION_PARAMETERS } from '../parameters.ts';
import { ok, type RestRequest, type RestRoute, type Store } from '../route.ts';
import { byName } from './by-name.ts';

const WAITING = ['timeout', 'master_timeout'];

/** `GET /{index}/_ilm/explain`: where indices are in their policies. */
export const explainLifecycle: RestRoute = {
  methods: ['GET'],
  paths: ['/:index/_ilm/explain'],
  parameters: [...EXPRESSION_PARAMETERS, 'only_errors', 'only_managed', ...WAITING],
  ignored: WAITING,
  partly: 'Times of the beginning of phase, action and step are that from which the age counts.',
  handle: async (request, store) => {
    const onlyErrors = request.parameters.boolean('only_errors', false);
    const onlyManaged = request.parameters.boolean('only_managed', false) || onlyErrors;
    const nowMs = Date.now();
    const entries = hiddenToo(request, store).filter(
      (entry) =>
        (!onlyManaged || policyName(entry) !== undefined) &&
        (!onlyErrors || errorOf(store, entry) !== undefined),
    );
    return ok({ indices: byName(entries, (entry) => explain(store, entry, nowMs)) });
  },
};

/** `POST /{index}/_ilm/remove`: the indices have no policy from then on. */
export const removePolicy: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_ilm/remove'],
  parameters: [...EXPRESSION_PARAMETERS, ...WAITING],
  ignored: WAITING,
  handle: async (request, store) => {
    for (const entry of hiddenToo(request, store)) {
      const kept = Object.entries(entry.settings).filter(
        ([name]) => !name.startsWith('index.lifecycle.'),
      );
      entry.settings = Object.fromEntries(kept);
      entry.lifecycle = undefined;
      store.catalog.save(entry);
    }
    await store.catalog.sync();
    return ok({ has_failures: false, failed_indexes: [] });
  },
};

/** `POST /{index}/_ilm/retry`: what failed is tried again at the next run anyway; here its error is forgotten. */
export const retryLifecycle: RestRoute = {
  methods: ['POST'],
  paths: ['/:index/_ilm/retry'],
  parameters: [...EXPRESSION_PARAMETERS, ...WAITING],
  ignored: WAITING,
  handle: async (request, store) => {
    const entries = hiddenToo(request, store);
    const fine = entries.find((entry) => errorOf(store, entry) === undefined);
    if (fine) {
      throw errors.illegalArgument(
        `cannot retry an action for an index [${fine.name}] that has not encountered an error when running a Lifecycle Policy`,
      );
    }
    for (const { uuid } of entries) {
      store.lifecycleErrors.clear(uuid);
    }
    return ok({ acknowledged: true });
  },
};

function hiddenToo(request: RestRequest, store: Store): readonly IndexEntry[] {
  const isGiven = request.parameters.has('expand_wildcards');
  return requestedIndices(
    request,
    store,
    isGiven ? {} : { expandWildcards: new Set(['open', 'closed', 'hidden']) },
  );
}

function errorOf({ lifecycleErrors, catalog }: Store, entry: IndexEntry): string | undefined {
  const name = policyName(entry);
  if (name === undefined) {
    return undefined;
  }
  const isMissing = catalog.policies.get(name) === undefined;
  return isMissing ? `policy [${name}] does not exist` : lifecycleErrors.get(entry.uuid);
}

function explain(store: Store, entry: IndexEntry, nowMs: number): JsonObject {
  const name = policyName(entry);
  if (name === undefined) {
    return { index: entry.name, managed: false };
  }
  const head = {
    index: entry.name,
    managed: true,
    policy: name,
    index_creation_date_millis: entry.createdMs,
    time_since_index_creation: humanTime(nowMs - entry.createdMs),
  };
  const policy = store.catalog.policies.get(name);
  const error = errorOf(store, entry);
  const failure = error === undefined ? {} : { step_info: { type: 'error', reason: error } };
  const at = currentStep(store, entry, nowMs);
  if (!policy || !at) {
    return { ...head, step: ERROR, ...failure };
  }
  const { phase, ageMs, sinceMs } = positionOf(entry, policy.policy, nowMs);
  return {
    ...head,
    lifecycle_date_millis: sinceMs,
    age: humanTime(ageMs),
    phase: at.phase,
    phase_time_millis: sinceMs,
    action: at.action,
    action_time_millis: sinceMs,
    step: at.name,
    step_time_millis: sinceMs,
    ...(error === undefined ? {} : { failed_step: stepOf(at.action) }),
    ...failure,
    phase_execution: {
      policy: name,
      ...(phase === undefined
        ? {}
        : { phase_definition: { min_age: `${phase.minAgeMs}ms`, actions: phase.actions } }),
      version: policy.version,
      modified_date_in_millis: policy.modifiedMs,
    },
  };
}

/** Where an index is, in the words of `_ilm/explain` and `_ilm/move`. */
export interface CurrentStep {
  readonly phase: string;
  readonly action: string;
  readonly name: string;
}

/** Where an index is; undefined if it has no policy, or one that is not there. */
export function currentStep(
  store: Store,
  entry: IndexEntry,
  nowMs: number,
): CurrentStep | undefined {
  const policy = store.catalog.policies.get(policyName(entry) ?? '');
  if (!policy) {
    return undefined;
  }
  const { phase, action } = positionOf(entry, policy.policy, nowMs);
  const name = errorOf(store, entry) === undefined ? stepOf(action) : ERROR;
  return { phase: phase?.name ?? 'new', action, name };
}

const ERROR = 'ERROR';

const stepOf = (action: string): string => STEPS[action] ?? action;

/** Names of steps, where they are not those of their actions. */
const STEPS: Readonly<Record<string, string>> = {
  delete: 'wait-for-shard-history-leases',
  rollover: 'check-rollover-ready',
};
