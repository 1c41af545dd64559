import { expect, test } from 'vitest';
import { groupSearch, mapGroups } from './groups.ts';

const T0 = Date.parse('2026-11-22T10:00:00.000Z');
const MINUTE = 60_000;

/** Alerts of one kind in one bucket, as the store answers. */
function times(kind: string, count: number, [first, last]: readonly [number, number]) {
  const source = {
    '@timestamp': new Date(T0 + last * MINUTE).toISOString(),
    host: { name: 'alpha' },
    container: { id: 'c1', name: 'ci', image: { name: 'runner:7' } },
    longshore: {
      alert: { kind, severity: kind === 'restarted' ? 'warning' : 'critical', exit_code: 1 },
    },
  };
  return {
    key: T0 + first * MINUTE,
    doc_count: count,
    first: { value: T0 + first * MINUTE },
    last: { value: T0 + last * MINUTE },
    newest: { hits: { hits: [{ _index: 'i', _id: kind, _source: source }] } },
  };
}

function answer(kinds: Readonly<Record<string, readonly ReturnType<typeof times>[]>>) {
  const buckets = Object.entries(kinds).map(([key, list]) => ({
    key,
    doc_count: list.length,
    times: { buckets: list },
  }));
  const all = Object.values(kinds).flat();
  const count = all.reduce((sum, { doc_count }) => sum + doc_count, 0);
  return {
    hits: { total: { value: count, relation: 'eq' as const }, hits: [] },
    aggregations: {
      containers: { buckets: [{ key: 'c1', doc_count: count, kinds: { buckets } }] },
    },
  };
}

test('a crash loop is one group over all of its buckets, a death and its restart one time', () => {
  const loop = answer({
    exited_nonzero: [times('exited_nonzero', 20, [1, 14]), times('exited_nonzero', 21, [15, 29])],
    restarted: [times('restarted', 20, [1, 14]), times('restarted', 20, [16, 29])],
  });
  expect(mapGroups(loop)).toEqual({
    total: 81,
    alertsLeftOut: 0,
    groups: [
      {
        id: `c1.crash.${T0 + MINUTE}`,
        severity: 'critical',
        kind: 'exited_nonzero',
        times: 41,
        alerts: 81,
        restarted: true,
        firstAt: '2026-11-22T10:01:00.000Z',
        lastAt: '2026-11-22T10:29:00.000Z',
        host: 'alpha',
        containerId: 'c1',
        containerName: 'ci',
        image: 'runner:7',
        exitCode: 1,
      },
    ],
  });
});

test('what happens again after a quiet time is another group, and so is failing health', () => {
  const { groups } = mapGroups(
    answer({
      oom_killed: [times('oom_killed', 1, [1, 1]), times('oom_killed', 1, [17, 17])],
      unhealthy: [times('unhealthy', 2, [1, 5])],
    }),
  );
  expect(groups.map(({ kind, times: count, lastAt }) => [kind, count, lastAt])).toEqual([
    ['oom_killed', 1, '2026-11-22T10:17:00.000Z'],
    ['unhealthy', 2, '2026-11-22T10:05:00.000Z'],
    ['oom_killed', 1, '2026-11-22T10:01:00.000Z'],
  ]);
});

test('without alerts, and without the data stream, there are no groups', () => {
  expect(mapGroups({ hits: { hits: [] } })).toEqual({ total: 0, alertsLeftOut: 0, groups: [] });
});

test('a month of alerts is asked for in no more buckets than a store gives', () => {
  const range = { fromMs: T0, toMs: T0 + 30 * 86_400_000 };
  expect(JSON.stringify(groupSearch(range))).toContain(`"fixed_interval":"${12 * 3_600_000}ms"`);
});
