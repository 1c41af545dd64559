import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { TIME_UNITS_MS } from '@longshore/common/time-value';

/** Phases in the order in which an index goes through them. */
export const PHASES = ['hot', 'warm', 'cold', 'frozen', 'delete'] as const;
export type Phase = (typeof PHASES)[number];

/** Which actions a phase may have, in the order in which they are done. */
export const ACTIONS: Readonly<Record<Phase, readonly string[]>> = {
  hot: ['set_priority', 'unfollow', 'rollover', 'readonly', 'shrink', 'forcemerge'],
  warm: [
    ...['set_priority', 'unfollow', 'readonly', 'allocate', 'migrate', 'shrink', 'forcemerge'],
  ],
  cold: ['set_priority', 'unfollow', 'readonly', 'allocate', 'migrate', 'freeze'],
  frozen: ['unfollow'],
  delete: ['delete'],
};
/** Need what this store does not have: snapshots and downsampling. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  downsample: 'there is no downsampling',
  searchable_snapshot: 'there are no snapshots',
  wait_for_snapshot: 'there are no snapshots to be waited for',
};
/** Of the phase hot, for an index that nobody writes to any more. */
const AFTER_ROLLOVER = ['readonly', 'shrink', 'forcemerge'];

const AGE = /^(\d{1,9})(d|h|m|s|ms|micros|nanos)$/;

/** One phase of a policy. */
export interface PolicyPhase {
  readonly name: Phase;
  /** Since the rollover, or since the index was made. */
  readonly minAgeMs: number;
  readonly actions: JsonObject;
}

/** A policy as it is kept. */
export interface LifecyclePolicy {
  readonly version: number;
  readonly modifiedMs: number;
  /** As it is shown: with `min_age` in every phase. */
  readonly policy: JsonObject;
}

/** Checks a policy and gives it in the form that is shown. Throws for what it cannot have. */
export function readPolicy(json: Json | undefined): JsonObject {
  if (!isObject(json)) {
    throw errors.illegalArgument('Required [policy]');
  }
  const { phases, ...others } = json;
  const unknown = Object.keys(others).find((key) => key !== '_meta' && key !== 'deprecated');
  if (unknown !== undefined) {
    throw errors.unknownField('lifecycle_policy', unknown);
  }
  if (!isObject(phases)) {
    throw errors.illegalArgument('Required [phases]');
  }
  for (const name of Object.keys(phases)) {
    if (!isPhase(name)) {
      throw errors.illegalArgument(`Timeseries lifecycle does not support phase [${name}]`);
    }
  }
  const shown = PHASES.filter((name) => phases[name] !== undefined).map(
    (name) => [name, readPhase(name, phases[name] ?? null)] as const,
  );
  return { phases: Object.fromEntries(shown), ...others };
}

/** The phases of a policy that was checked, in their order. */
export function phasesOf({ phases }: JsonObject): readonly PolicyPhase[] {
  return PHASES.flatMap((name) => {
    const phase = isObject(phases) ? phases[name] : undefined;
    if (!isObject(phase)) {
      return [];
    }
    const actions = isObject(phase.actions) ? phase.actions : {};
    return [{ name, minAgeMs: ageMs(jsonText(phase.min_age ?? '0ms')), actions }];
  });
}

/** Milliseconds of a time such as `30d`. */
export function ageMs(text: string, setting = 'min_age'): number {
  const match = AGE.exec(text);
  if (text === '0' || match === null) {
    if (text === '0') {
      return 0;
    }
    throw errors.illegalArgument(
      `failed to parse setting [${setting}] with value [${text}] as a time value: unit is missing or unrecognized`,
    );
  }
  return Number(match[1]) * (TIME_UNITS_MS[match[2] ?? ''] ?? 1);
}

function readPhase(name: Phase, json: Json): JsonObject {
  if (!isObject(json)) {
    throw errors.contentParse(`[1:1] [phases] expected an object for [${name}]`, name);
  }
  const unknown = Object.keys(json).find((key) => key !== 'min_age' && key !== 'actions');
  if (unknown !== undefined) {
    throw errors.unknownField('phase', unknown);
  }
  const minAge = jsonText(json.min_age ?? '0ms');
  ageMs(minAge);
  const actions = isObject(json.actions) ? json.actions : {};
  for (const [action, options] of Object.entries(actions)) {
    checkAction(name, action, options);
  }
  const early = AFTER_ROLLOVER.filter((action) => actions[action] !== undefined);
  if (name === 'hot' && actions.rollover === undefined && early.length > 0) {
    throw errors.illegalArgument(
      `the [${early.join(', ')}] action(s) may not be used in the [hot] phase without an accompanying [rollover] action`,
    );
  }
  return { min_age: minAge, actions: withDefaults(actions) };
}

function checkAction(phase: Phase, action: string, options: Json): void {
  const lacking = UNSUPPORTED[action];
  if (lacking !== undefined) {
    throw errors.illegalArgument(
      `the lifecycle action [${action}] is not supported, since ${lacking}; leave it out of the policy`,
    );
  }
  if (!Object.values(ACTIONS).some((known) => known.includes(action))) {
    throw errors.unknownField('actions', action);
  }
  if (!ACTIONS[phase].includes(action)) {
    throw errors.illegalArgument(`invalid action [${action}] defined in phase [${phase}]`);
  }
  if (!isObject(options)) {
    throw errors.contentParse(`[1:1] [${action}] expected an object`, action);
  }
  checkOptions(action, options);
}

/** What actions that do something have to say. */
const NUMBERS: Readonly<Record<string, readonly [name: string, min: number, isRequired: boolean]>> =
  {
    allocate: ['number_of_replicas', 0, false],
    forcemerge: ['max_num_segments', 1, true],
    set_priority: ['priority', 0, true],
    shrink: ['number_of_shards', 1, false],
  };

function checkOptions(action: string, options: JsonObject): void {
  const [name, min, isRequired] = NUMBERS[action] ?? [];
  const value = name === undefined ? undefined : options[name];
  if (name === undefined || min === undefined || (value === undefined && isRequired !== true)) {
    return;
  }
  const isNull = value === null && action === 'set_priority';
  if (!isNull && (typeof value !== 'number' || !Number.isSafeInteger(value) || value < min)) {
    throw errors.illegalArgument(
      `[${action}] must have a whole number of at least [${min}] as [${name}], but has [${jsonText(value)}]`,
    );
  }
}

/** A policy that deletes also deletes snapshots, of which there are none: shown as Elasticsearch does. */
function withDefaults(actions: JsonObject): JsonObject {
  return isObject(actions.delete)
    ? { ...actions, delete: { delete_searchable_snapshot: true, ...actions.delete } }
    : actions;
}

function isPhase(name: string): name is Phase {
  return PHASES.some((phase) => phase === name);
}
