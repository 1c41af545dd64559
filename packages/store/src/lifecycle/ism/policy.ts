import { errors } from '@longshore/common/errors';
import { isObject, type Json, type JsonObject, jsonText } from '@longshore/common/json';
import { parseAge } from '../units.ts';
import { ISM_ACTIONS, ISM_LACKING } from './actions.ts';
import { only, whole } from './checks.ts';
import { readTransition } from './transitions.ts';

/** A state of a policy that was checked. */
export interface IsmState {
  readonly name: string;
  readonly actions: readonly JsonObject[];
  readonly transitions: readonly JsonObject[];
}

/** How often an action that failed is tried again. */
export interface IsmRetry {
  readonly count: number;
  readonly backoff: 'constant' | 'exponential' | 'linear';
  readonly delayMs: number;
}

const STATES_MAX = 100;
/** Each index that has a policy keeps it. */
const POLICY_BYTES_MAX = 65_536;
const ID_BYTES_MAX = 512;
const RETRY = { count: 3, backoff: 'exponential', delay: '1m' } as const;
const BACKOFFS: Readonly<Record<string, IsmRetry['backoff']>> = {
  constant: 'constant',
  exponential: 'exponential',
  linear: 'linear',
};
/** Beside the action itself. */
const ACTION_OPTIONS = ['retry', 'timeout'];
/** What OpenSearch shows of a policy and makes itself; who changes a policy sends it back. */
const MADE = ['policy_id', 'last_updated_time', 'schema_version', 'user'];

/** Checks a policy and gives it as it is shown. Throws for what it cannot have. */
export function readIsmPolicy(json: Json | undefined, id: string, nowMs: number): JsonObject {
  if (!isObject(json)) {
    throw errors.illegalArgument('the body must have a [policy], which is an object');
  }
  checkSize(json, id);
  only('Policy', json, [
    ...MADE,
    ...['description', 'default_state', 'states', 'error_notification', 'ism_template'],
  ]);
  if ((json.error_notification ?? null) !== null) {
    throw errors.illegalArgument(
      '[error_notification] is not supported, since the store sends no messages; leave it out, and ask _plugins/_ism/explain',
    );
  }
  const { default_state: start, description } = json;
  if (typeof description !== 'string') {
    throw errors.illegalArgument('description is null; give the policy a [description]');
  }
  const states = readStates(json.states);
  if (typeof start !== 'string' || !states.some(({ name }) => name === start)) {
    throw errors.illegalArgument(
      `Policy must have a valid default state: [default_state] names one of [states], but is [${jsonText(start)}]`,
    );
  }
  return {
    policy_id: id,
    description,
    last_updated_time: nowMs,
    schema_version: 1,
    error_notification: null,
    default_state: start,
    states,
    ism_template: readTemplates(json.ism_template, nowMs),
  };
}

/** The states of a policy that was checked. */
export function statesOf({ states }: JsonObject): readonly IsmState[] {
  return objects(states).map(({ name, actions, transitions }) => ({
    name: String(name),
    actions: objects(actions),
    transitions: objects(transitions),
  }));
}

/** Name and options of an action that was checked. */
export function actionOf(action: JsonObject): {
  readonly name: string;
  readonly options: JsonObject;
} {
  const [[name = '', options] = []] = named(action);
  return { name, options: isObject(options) ? options : {} };
}

/** How an action that was checked is tried again. */
export function retryOf({ retry }: JsonObject): IsmRetry {
  const { count, backoff, delay } = isObject(retry) ? retry : RETRY;
  return {
    count: Number(count ?? RETRY.count),
    backoff: BACKOFFS[String(backoff)] ?? RETRY.backoff,
    delayMs: parseAge('delay', delay ?? RETRY.delay),
  };
}

function checkSize(policy: JsonObject, id: string): void {
  if (Buffer.byteLength(id) > ID_BYTES_MAX) {
    throw errors.illegalArgument(`the name of a policy has at most [${ID_BYTES_MAX}] bytes`);
  }
  if (Buffer.byteLength(JSON.stringify(policy)) > POLICY_BYTES_MAX) {
    throw errors.illegalArgument(
      `a policy has at most [${POLICY_BYTES_MAX}] bytes, since each of its indices keeps it`,
    );
  }
}

function readStates(json: Json | undefined): readonly JsonObject[] {
  const states = Array.isArray(json) ? json.map(readState) : [];
  if (states.length === 0 || states.length > STATES_MAX) {
    throw errors.illegalArgument(
      `Policy must contain at least one State in [states], and at most [${STATES_MAX}]`,
    );
  }
  const names = states.map(({ name }) => String(name));
  if (new Set(names).size < names.length) {
    throw errors.illegalArgument('Policy cannot have duplicate state names');
  }
  for (const { name, transitions } of states) {
    const missing = objects(transitions).find((to) => !names.includes(String(to.state_name)));
    if (missing) {
      throw errors.illegalArgument(
        `Policy contains a transition in state=${jsonText(name)} pointing at a nonexistent state=${jsonText(missing.state_name)}`,
      );
    }
  }
  return states;
}

function readState(json: Json): JsonObject {
  const { name, actions, transitions, ...others } = isObject(json) ? json : {};
  only('State', others, []);
  if (typeof name !== 'string' || name.trim() === '') {
    throw errors.illegalArgument('State must contain a valid name');
  }
  const state = {
    name,
    actions: list(actions, 'actions').map(readAction),
    transitions: list(transitions, 'transitions').map(readTransition),
  };
  const isEnd = state.actions.some((action) => action.delete !== undefined);
  if (isEnd && state.transitions.length > 0) {
    throw errors.illegalArgument(
      `State=${name} must not contain transitions when using DeleteAction`,
    );
  }
  return state;
}

function readAction(json: Json): JsonObject {
  const action = isObject(json) ? json : {};
  const [[name = '', options] = [], ...others] = named(action);
  const lacking = Object.hasOwn(ISM_LACKING, name) ? ISM_LACKING[name] : undefined;
  if (lacking !== undefined) {
    throw errors.illegalArgument(
      `the action [${name}] is not supported, since ${lacking}; leave it out of the policy`,
    );
  }
  const known = Object.hasOwn(ISM_ACTIONS, name) ? ISM_ACTIONS[name] : undefined;
  if (known === undefined || others.length > 0 || !isObject(options)) {
    throw errors.illegalArgument(
      `Invalid field: [${[name, ...others.map(([other]) => other)].join(', ')}] found in Action; it is an object with one of [${Object.keys(ISM_ACTIONS).join(', ')}], beside [retry] and [timeout]`,
    );
  }
  if (action.timeout !== undefined) {
    parseAge('timeout', action.timeout);
  }
  return {
    ...(action.timeout === undefined ? {} : { timeout: action.timeout }),
    retry: readRetry(action.retry),
    [name]: known.read(options),
  };
}

function readRetry(json: Json | undefined): JsonObject {
  if (json === undefined) {
    return RETRY;
  }
  const retry = isObject(json) ? json : {};
  only('retry', retry, ['count', 'backoff', 'delay']);
  const backoff = String(retry.backoff ?? RETRY.backoff).toLowerCase();
  if (!Object.hasOwn(BACKOFFS, backoff)) {
    throw errors.illegalArgument(
      `[backoff] must be one of [${Object.keys(BACKOFFS).join(', ')}], but is [${jsonText(retry.backoff)}]`,
    );
  }
  const delay = retry.delay ?? RETRY.delay;
  parseAge('delay', delay);
  return { count: whole('count', retry, 0), backoff, delay };
}

function readTemplates(json: Json | undefined, nowMs: number): Json {
  const given = Array.isArray(json) ? json : [json ?? null].filter((one) => one !== null);
  const templates = given.map((one) => readTemplate(one, nowMs));
  return templates.length === 0 ? null : templates;
}

function readTemplate(json: Json, nowMs: number): JsonObject {
  const template = isObject(json) ? json : {};
  only('ISM template', template, ['index_patterns', 'priority', 'last_updated_time']);
  const patterns = list(template.index_patterns, 'index_patterns');
  const texts = patterns.filter((one): one is string => typeof one === 'string' && one !== '');
  if (texts.length === 0 || texts.length < patterns.length) {
    throw errors.illegalArgument(
      `[index_patterns] of [ism_template] must be a list of patterns, but is [${jsonText(template.index_patterns)}]`,
    );
  }
  const priority = whole('priority', { priority: template.priority ?? 0 }, 0);
  return { index_patterns: texts, priority, last_updated_time: nowMs };
}

function list(json: Json | undefined, name: string): readonly Json[] {
  if (json !== undefined && json !== null && !Array.isArray(json)) {
    throw errors.illegalArgument(`[${name}] must be a list, but is [${jsonText(json)}]`);
  }
  return json ?? [];
}

const objects = (json: Json | undefined): readonly JsonObject[] =>
  Array.isArray(json) ? json.filter(isObject) : [];

const named = (action: JsonObject) =>
  Object.entries(action).filter(([name]) => !ACTION_OPTIONS.includes(name));
