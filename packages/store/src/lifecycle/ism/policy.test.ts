import type { JsonObject } from '@longshore/common/json';
import { expect, test } from 'vitest';
import { readIsmPolicy, retryOf } from './policy.ts';

const policy = (more: JsonObject = {}): JsonObject => ({
  description: 'd',
  default_state: 's',
  states: [{ name: 's' }],
  ...more,
});
const withAction = (action: JsonObject) => policy({ states: [{ name: 's', actions: [action] }] });
const withTransition = (transition: JsonObject) =>
  policy({ states: [{ name: 's', transitions: [transition] }] });

test('a policy is shown with what it leaves out; what was shown can be sent back', () => {
  const given = policy({
    states: [
      { name: 's', actions: [{ rollover: { min_doc_count: '5' }, timeout: '1h' }] },
      { name: 'e', actions: [{ delete: {}, retry: { count: 1, backoff: 'Linear' } }] },
    ],
    ism_template: { index_patterns: ['log*'] },
  });
  const shown = readIsmPolicy(given, 'p', 7);
  expect(shown).toEqual({
    policy_id: 'p',
    description: 'd',
    last_updated_time: 7,
    schema_version: 1,
    error_notification: null,
    default_state: 's',
    states: [
      {
        name: 's',
        actions: [
          {
            timeout: '1h',
            retry: { count: 3, backoff: 'exponential', delay: '1m' },
            rollover: { min_doc_count: 5, copy_alias: false },
          },
        ],
        transitions: [],
      },
      {
        name: 'e',
        actions: [{ retry: { count: 1, backoff: 'linear', delay: '1m' }, delete: {} }],
        transitions: [],
      },
    ],
    ism_template: [{ index_patterns: ['log*'], priority: 0, last_updated_time: 7 }],
  });
  expect(readIsmPolicy(shown, 'p', 7)).toEqual(shown);
});

test.each([
  [undefined, /must have a \[policy\]/],
  [policy({ description: null }), /description is null/],
  [policy({ nonsense: 1 }), /Invalid field: \[nonsense\] found in Policy/],
  [policy({ states: [] }), /at least one State/],
  [policy({ states: [{ name: ' ' }] }), /valid name/],
  [policy({ states: [{ name: 's' }, { name: 's' }] }), /duplicate state names/],
  [policy({ default_state: 't' }), /valid default state.*is \[t\]/],
  [policy({ error_notification: { channel: { id: 'c' } } }), /\[error_notification\] is not supp/],
  [policy({ ism_template: { index_patterns: 'log*' } }), /\[index_patterns\] must be a list/],
  [policy({ ism_template: { index_patterns: ['a'], priority: -1 } }), /\[priority\] must be/],
  [
    policy({
      states: [{ name: 's', actions: [{ delete: {} }], transitions: [{ state_name: 's' }] }],
    }),
    /State=s must not contain transitions when using DeleteAction/,
  ],
  [
    withAction({ explode: {} }),
    /\[explode\] found in Action; it is an object with one of \[alias,/,
  ],
  [withAction({ open: {}, close: {} }), /\[open, close\] found in Action/],
  [withAction({ notification: {} }), /\[notification\] is not supported, since the store sends no/],
  [withAction({ snapshot: {} }), /\[snapshot\] is not supported, since there are no snapshots/],
  [withAction({ delete: { now: true } }), /\[now\] found in delete; it takes none/],
  [withAction({ replica_count: {} }), /\[number_of_replicas\] must be a whole number/],
  [withAction({ replica_count: { number_of_replicas: 9999 } }), /must be <= 100/],
  [withAction({ force_merge: { max_num_segments: 0 } }), /\[max_num_segments\] must be/],
  [withAction({ rollover: { min_size: 'big' } }), /\[max_size\] with value \[big\] as a size/],
  [withAction({ rollover: { max_docs: 1 } }), /\[max_docs\] found in rollover/],
  [withAction({ alias: { actions: [{ remove_index: {} }] } }), /Only ADD and REMOVE actions/],
  [withAction({ alias: { actions: [{ add: { alias: 'a', index: 'i' } }] } }), /index\/indices/],
  [withAction({ alias: { actions: [{ remove: {} }] } }), /needs the name of an \[alias\]/],
  [withAction({ open: {}, timeout: 'soon' }), /\[timeout\] with value \[soon\]/],
  [withAction({ open: {}, retry: { count: 1, backoff: 'never' } }), /\[backoff\] must be one of/],
  [withAction({ open: {}, retry: { delay: '1m' } }), /\[count\] must be a whole number/],
  [withTransition({ conditions: {} }), /needs the \[state_name\]/],
  [withTransition({ state_name: 't' }), /in state=s pointing at a nonexistent state=t/],
  [
    withTransition({ state_name: 's', conditions: { min_size: '1gb', min_doc_count: 1 } }),
    /more than one Transition condition/,
  ],
  [withTransition({ state_name: 's', conditions: { max_age: '1d' } }), /\[max_age\] found in cond/],
  [withTransition({ state_name: 's', conditions: { min_index_age: 7 } }), /value \[7\] as a time/],
  [
    withTransition({ state_name: 's', conditions: { no_alias: 1 } }),
    /\[no_alias\] must be \[true\]/,
  ],
  [withAction({ rollover: { copy_alias: 'yes' } }), /\[copy_alias\] must be \[true\] or \[false\]/],
  [policy({ description: 'x'.repeat(70_000) }), /at most \[65536\] bytes/],
  [withTransition({ state_name: 's', conditions: { cron: {} } }), /\[cron\] .* is not supported/],
])('%j is refused', (json, message) => {
  expect(() => readIsmPolicy(json, 'p', 0)).toThrow(message);
});

test('the name of a policy is no longer than an id', () => {
  expect(() => readIsmPolicy(policy(), 'x'.repeat(513), 0)).toThrow(/at most \[512\] bytes/);
});

test('an action that says nothing of it is tried three times more', () => {
  expect(retryOf({ open: {} })).toEqual({ count: 3, backoff: 'exponential', delayMs: 60_000 });
});
