import type { JsonObject } from '@longshore/common/json';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { NewDocument } from '../search-types.ts';
import { openAlerting } from './alerting.ts';
import type { Rule } from './rules.ts';

const log = pino({ level: 'silent' });
const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const rules: readonly Rule[] = [
  { id: 'exit', name: 'Exited', when: 'exited_nonzero', severity: 'critical' },
  { id: 'oom', name: 'OOM', when: 'oom_killed', severity: 'critical' },
];

/** Keeps events and alerts in memory, and creates each id once, as a store does. */
function memoryStore(events: JsonObject[]) {
  const alerts = new Map<string, NewDocument>();
  const state = { alerts, created: 0, refuse: undefined as string | undefined, templates: 0 };
  return {
    state,
    async searchWhole(_index: string, body: JsonObject) {
      const size = Number(body.size);
      const after = Array.isArray(body.search_after) ? Number(body.search_after[0]) : -1;
      const hits = events
        .map((source, index) => ({
          _index: 'e',
          _id: String(index),
          _source: source,
          sort: [index],
        }))
        .filter(({ sort }) => (sort[0] ?? 0) > after)
        .slice(0, size);
      return { hits: { hits } };
    },
    async create(documents: readonly NewDocument[]) {
      return documents.map((document) => {
        state.created += 1;
        if (state.refuse !== undefined) {
          return {
            status: 429,
            error: { type: 'es_rejected_execution_exception', reason: state.refuse },
          };
        }
        if (alerts.has(document.id)) {
          return { status: 409, error: { type: 'version_conflict_engine_exception', reason: '' } };
        }
        alerts.set(document.id, document);
        return { status: 201 };
      });
    },
    async putIndexTemplate() {
      state.templates += 1;
    },
  };
}

const death = (secondsAgo: number, exitCode = 1, id = 'c1'): JsonObject => ({
  '@timestamp': new Date(NOW - secondsAgo * 1000).toISOString(),
  host: { name: 'alpha' },
  container: { id, name: 'api', image: { name: 'shop/api:1' } },
  docker: { event: { action: 'die', exit_code: exitCode } },
});

test('an alert says what happened, where, and by which rule', async () => {
  const store = memoryStore([death(30, 3)]);
  expect(await openAlerting(store, rules, log).evaluate(NOW)).toBe(1);
  expect([...store.state.alerts.values()]).toMatchObject([
    {
      index: 'alerts-longshore.history-default',
      source: {
        '@timestamp': '2026-11-22T11:59:30.000Z',
        rule: { id: 'exit', name: 'Exited' },
        event: { severity: 3 },
        host: { name: 'alpha' },
        container: { id: 'c1', name: 'api', image: { name: 'shop/api:1' } },
        longshore: {
          alert: {
            kind: 'exited_nonzero',
            severity: 'critical',
            exit_code: 3,
            message: 'api on alpha ended by itself with exit code 3',
          },
        },
      },
    },
  ]);
});

test('the same event looked at again, delivered twice or after a restart is one alert', async () => {
  const store = memoryStore([death(30), death(30)]);
  const alerting = openAlerting(store, rules, log);
  expect(await alerting.evaluate(NOW)).toBe(1);
  expect(await alerting.evaluate(NOW + 10_000)).toBe(0);
  const afterRestart = openAlerting(store, rules, log);
  expect(await afterRestart.evaluate(NOW + 20_000)).toBe(0);
  expect(store.state.alerts.size).toBe(1);
});

test('the second look does not send what is known to be written', async () => {
  const store = memoryStore([death(30)]);
  const alerting = openAlerting(store, rules, log);
  await alerting.evaluate(NOW);
  const { created } = store.state;
  await alerting.evaluate(NOW + 10_000);
  expect(store.state.created).toBe(created);
});

test('the first look after a start goes back a day, over as many pages as it takes', async () => {
  const many = Array.from({ length: 2_500 }, (_, index) => death(7200 - index, 1, `c${index}`));
  const store = memoryStore(many);
  const alerting = openAlerting(store, rules, log);
  expect(await alerting.evaluate(NOW)).toBe(2_500);
});

test('an alert that the store refuses is tried again, and the index template is put once', async () => {
  const store = memoryStore([death(30)]);
  const alerting = openAlerting(store, rules, log);
  store.state.refuse = 'too busy';
  await expect(alerting.evaluate(NOW)).rejects.toThrow('an alert was refused: too busy');
  store.state.refuse = undefined;
  expect(await alerting.evaluate(NOW + 10_000)).toBe(1);
  expect(store.state.templates).toBe(1);
});

test('an occurrence that no rule is about is no alert', async () => {
  const store = memoryStore([death(30)]);
  expect(await openAlerting(store, rules.slice(1), log).evaluate(NOW)).toBe(0);
});

test('stopping ends the evaluation, also when it is called twice or before the start', async () => {
  const store = memoryStore([]);
  const alerting = openAlerting(store, rules, log);
  await alerting.stop();
  alerting.start();
  await alerting.stop();
  await alerting.stop();
  expect(store.state.created).toBe(0);
});
