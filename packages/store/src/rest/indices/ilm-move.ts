import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject } from '@longshore/common/json';
import type { IndexEntry, LifecycleMark } from '../../index/index-entry.ts';
import { phasesOf } from '../../index/lifecycle-policy.ts';
import { actionsOf, isBefore, markOf, policyName } from '../../lifecycle/position.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { type CurrentStep, currentStep } from './ilm-indices.ts';

const WAITING = ['timeout', 'master_timeout'];
const COMPLETE = 'complete';

/** `POST /_ilm/move/{index}`: the index goes on from another phase, or from another action of it. */
export const moveToStep: RestRoute = {
  methods: ['POST'],
  paths: ['/_ilm/move/:index'],
  parameters: WAITING,
  ignored: WAITING,
  partly: 'It begins with the action that is named; the name of its step is read and not needed.',
  handle: async ({ part, body }, store) => {
    const { current_step: current, next_step: next } = requireObject(body, [
      'current_step',
      'next_step',
    ]);
    const name = part('index') ?? '';
    const entry = store.catalog.index(name);
    if (!entry) {
      throw errors.illegalArgument(`index [${name}] does not exist`);
    }
    const from = readStep('current_step', current);
    const at = currentStep(store, entry, Date.now());
    if (from.phase !== at?.phase || from.action !== at.action || from.name !== at.name) {
      throw errors.illegalArgument(
        `index [${name}] is not on current step [${JSON.stringify(from)}], currently: [${JSON.stringify(at)}]`,
      );
    }
    const policy = store.catalog.policies.get(policyName(entry) ?? '');
    entry.lifecycle = markAt(readStep('next_step', next), { entry, policy: policy?.policy ?? {} });
    store.lifecycleErrors.clear(entry.uuid);
    store.catalog.save(entry);
    await store.catalog.sync();
    return ok({ acknowledged: true });
  },
};

type Step = Pick<CurrentStep, 'phase'> & Partial<CurrentStep>;

function readStep(where: string, json: Json | undefined): Step {
  const { phase, action, name, ...others } = isObject(json) ? json : {};
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw errors.unknownField(where, unknown);
  }
  if (typeof phase !== 'string') {
    throw errors.illegalArgument(`[${where}] must be an object with the name of a [phase]`);
  }
  return {
    phase,
    ...(typeof action === 'string' ? { action } : {}),
    ...(typeof name === 'string' ? { name } : {}),
  };
}

/** All that comes before the step counts as done. */
function markAt(
  { phase: phaseName, action }: Step,
  { entry, policy }: { readonly entry: IndexEntry; readonly policy: JsonObject },
): LifecycleMark {
  const phases = phasesOf(policy);
  const target = phases.find(({ name }) => name === phaseName);
  const isKnown = action === undefined || action === COMPLETE || action in (target?.actions ?? {});
  if (target === undefined || !isKnown) {
    throw errors.illegalArgument(
      `step [${JSON.stringify({ phase: phaseName, action })}] for index [${entry.name}] with policy [${policyName(entry)}] does not exist`,
    );
  }
  const earlier = phases
    .filter(({ name }) => isBefore(name, target.name))
    .flatMap((phase) => actionsOf(phase).map((one) => markOf(phase.name, one)));
  const own = actionsOf(target);
  const from = own.map(String).indexOf(action ?? '');
  const passed = action === COMPLETE ? own : own.slice(0, Math.max(0, from));
  return {
    phase: target.name,
    done: [...earlier, ...passed.map((one) => markOf(target.name, one))],
  };
}
