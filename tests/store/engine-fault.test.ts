import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  callJson,
  childOf,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';

const folder = temporaryFolder('engine-fault');
const INDEX = 'logs-fault.test-default';
const FAULTS = ['SIGSEGV', 'SIGBUS', 'SIGABRT'] as const;
/** A stopped engine is as silent as one whose thread hangs; the watchdog waits 15 s for it. */
const WATCHDOG_MS_MAX = 40_000;
let store: LongshoreProcess;

beforeAll(async () => {
  store = await startLongshore('store', {
    'path.data': folder.path,
    'path.logs': folder.path,
    'http.port': 0,
  });
});
afterAll(async () => {
  await store?.end('SIGTERM');
  folder.remove();
});

const url = (path: string) => `${store.addresses[0]}${path}`;

const enginePid = () => childOf(store.child.pid);

async function bulk(numbers: readonly number[]): Promise<boolean> {
  const lines = numbers.map(
    (number) => `{"create":{}}\n{"@timestamp":"2026-11-28T00:00:00Z","number":${number}}\n`,
  );
  const reply = await fetch(url(`/${INDEX}/_bulk`), {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: lines.join(''),
  });
  return ((await reply.json()) as { errors: boolean }).errors === false;
}

const search = (body: object) =>
  fetch(url(`/${INDEX}/_search`), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** How often each number is there. */
async function stored(): Promise<{ total: number; distinct: number }> {
  await callJson(url(`/${INDEX}/_refresh`), {});
  const body = {
    size: 0,
    track_total_hits: true,
    aggs: { n: { cardinality: { field: 'number' } } },
  };
  const { hits, aggregations } = await callJson<{
    hits: { total: { value: number } };
    aggregations: { n: { value: number } };
  }>(url(`/${INDEX}/_search`), body);
  return { total: hits.total.value, distinct: aggregations.n.value };
}

async function putStream(): Promise<void> {
  const mappings = { properties: { number: { type: 'long' } } };
  await callJson(
    url('/_index_template/fault'),
    { index_patterns: [INDEX], data_stream: {}, priority: 900, template: { mappings } },
    'PUT',
  );
}

test('an engine that is ended by a fault is started again; bulk requests go on meanwhile, and each document is there once', async () => {
  await putStream();
  let next = 0;
  const write = async () => {
    expect(await bulk([next, next + 1])).toBe(true);
    next += 2;
  };
  await write();
  for (const fault of FAULTS) {
    const before = enginePid();
    expect(before).toBeGreaterThan(0);
    process.kill(before ?? 0, fault);
    // Writes do not need the engine; no more than one of them sees it come back.
    for (let i = 0; i < 20; i += 1) {
      await write();
    }
    await eventually('another engine', () => {
      const pid = enginePid();
      return pid !== undefined && pid !== before ? pid : undefined;
    });
    await eventually('an answer', async () => ((await search({})).ok ? true : undefined));
  }
  expect(await stored()).toEqual({ total: next, distinct: next });
  const restarts = store.output().match(/engine process ended; starting it again/g) ?? [];
  expect(restarts).toHaveLength(FAULTS.length);
});

test('a fault in the middle of bulk requests and searches: the first go on, the others are told to come again, and then answered', async () => {
  const { total } = await stored();
  const ending = new AbortController();
  let written = 0;
  const write = async () => {
    while (!ending.signal.aborted) {
      expect(await bulk([2_000_000 + written])).toBe(true);
      written += 1;
    }
  };
  const writing = write();
  const before = enginePid() ?? 0;
  // Stopped, so that searches are sure to be under way when the fault comes.
  process.kill(before, 'SIGSTOP');
  const searches = Array.from({ length: 3 }, () => search({}));
  await eventually('searches in the engine', async () =>
    (await activeSearches()) >= searches.length ? true : undefined,
  );
  process.kill(before, 'SIGSEGV');
  process.kill(before, 'SIGCONT');
  for (const reply of await Promise.all(searches)) {
    expect(reply.status).toBe(503);
    expect(reply.headers.get('retry-after')).toBe('1');
  }
  const whileAway = written;
  await eventually('an answer', async () => ((await search({})).ok ? true : undefined));
  await eventually('more writes', () => (written > whileAway ? true : undefined));
  ending.abort();
  await writing;
  expect(await stored()).toEqual({ total: total + written, distinct: total + written });
});

async function activeSearches(): Promise<number> {
  const pools = url('/_cat/thread_pool/search?format=json&h=active');
  return Number((await callJson<{ active: string }[]>(pools))[0]?.active);
}

test('while the engine hangs, bulk requests are taken and searches wait; the watchdog ends it, and nothing is lost', async () => {
  const { total } = await stored();
  const before = enginePid() ?? 0;
  process.kill(before, 'SIGSTOP');
  expect(await bulk([1_000_001, 1_000_002])).toBe(true);
  const reply = await search({ timeout: '1s' });
  expect(reply.status).toBe(503);
  expect(reply.headers.get('retry-after')).toBe('1');
  await eventually(
    'another engine',
    () => (enginePid() !== before && enginePid() !== undefined ? true : undefined),
    WATCHDOG_MS_MAX,
  );
  await eventually('an answer', async () => ((await search({})).ok ? true : undefined));
  expect(await stored()).toEqual({ total: total + 2, distinct: total + 2 });
  expect(store.output()).toContain('it has not answered for');
});
