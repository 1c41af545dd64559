import type { IndexEntry } from './index-entry.ts';
import { changeSettings } from './index-settings.ts';
import type { IsmPolicies, IsmPolicy } from './ism-policies.ts';

/** The names of a setting: OpenSearch's, and that of the project it came from. */
const PREFIXES = ['index.plugins', 'index.opendistro'] as const;

/** A setting of ISM by its last name, such as `rollover_alias`; undefined where it is empty. */
export function ismSetting(
  { settings }: Pick<IndexEntry, 'settings'>,
  name: string,
): string | undefined {
  const values = PREFIXES.map((prefix) => settings[`${prefix}.index_state_management.${name}`]);
  const value = values.find((one) => one !== undefined && one !== '');
  return value === undefined ? undefined : String(value);
}

/** The ISM policy of an index: what its settings say. */
export function ismPolicyId(entry: Pick<IndexEntry, 'settings'>): string | undefined {
  return ismSetting(entry, 'policy_id');
}

/** Puts an index at the beginning of a policy. To be saved by who calls. */
export function attachIsmPolicy(
  entry: IndexEntry,
  id: string,
  { kept, nowMs }: { readonly kept: IsmPolicy; readonly nowMs: number },
): void {
  const { seqNo, policy } = kept;
  setIsmPolicyId(entry, id);
  entry.ism = {
    policyId: id,
    seqNo,
    policy,
    state: String(policy.default_state),
    stateSinceMs: nowMs,
    done: 0,
    retries: 0,
    message: `Successfully initialized policy: ${id}`,
  };
}

/** Says in the settings of an index which policy it has. */
export function setIsmPolicyId(entry: IndexEntry, id: string): void {
  entry.settings = changeSettings(entry.settings, {
    ...noPolicyId(),
    'index.plugins.index_state_management.policy_id': id,
  });
}

/** Takes the policy from an index. To be saved by who calls. */
export function detachIsmPolicy(entry: IndexEntry): void {
  entry.settings = changeSettings(entry.settings, noPolicyId());
  entry.ism = undefined;
}

/** A new index gets the policy that its settings name, else the one whose template fits it or its data stream. */
export function attachToNew(policies: IsmPolicies, entry: IndexEntry): void {
  const id = ismPolicyId(entry) ?? templateFor(policies, entry);
  const kept = id === undefined ? undefined : policies.get(id);
  if (id !== undefined && kept !== undefined) {
    attachIsmPolicy(entry, id, { kept, nowMs: entry.createdMs });
  }
}

/** Who asks for another lifecycle, or is hidden and of no data stream, is left alone. */
function templateFor(policies: IsmPolicies, entry: IndexEntry): string | undefined {
  const isOwn = entry.dataStream === undefined && (entry.isHidden || entry.name.startsWith('.'));
  const hasOther = (entry.settings['index.lifecycle.name'] ?? '') !== '';
  const isRefused = ismSetting(entry, 'auto_manage') === 'false';
  return isOwn || hasOther || isRefused
    ? undefined
    : policies.matching(entry.dataStream ?? entry.name);
}

const noPolicyId = (): Readonly<Record<string, null>> =>
  Object.fromEntries(
    PREFIXES.map((prefix) => [`${prefix}.index_state_management.policy_id`, null] as const),
  );
