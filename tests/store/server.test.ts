import type { Alert } from '@longshore/common/api/alerts';
import type { ContainerDetail, Inventory } from '@longshore/common/api/inventory';
import type { LogLine } from '@longshore/common/api/logs';
import type { JsonObject } from '@longshore/common/json';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  callJson,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';

const folder = temporaryFolder('server');
const paths = { 'path.data': folder.path, 'path.logs': folder.path };
let store: LongshoreProcess;
let server: LongshoreProcess;

const NOW = Date.now();
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();
const ID = 'a'.repeat(64);
const GONE = 'b'.repeat(64);
const agent = { id: 'agent-1', ephemeral_id: 'run-1', name: 'alpha', type: 'metricbeat' };
const host = { name: 'alpha', os: { name: 'Debian GNU/Linux', version: '12', kernel: '6.1.0' } };
const container = { id: ID, name: 'web', image: { name: 'nginx:1.27' }, runtime: 'docker' };

interface NewEvent {
  readonly stream: string;
  readonly source: JsonObject;
}

const metric = (dataset: string, seconds: number, fields: JsonObject): NewEvent => ({
  stream: `metrics-${dataset}-default`,
  source: { '@timestamp': ago(seconds), agent, host, event: { dataset }, ...fields },
});
const ofWeb = (dataset: string, seconds: number, docker: JsonObject): NewEvent =>
  metric(`docker.${dataset}`, seconds, { container, docker });

/** What an agent sends of one fetch. */
function fetchOf(seconds: number, cpu: number): NewEvent[] {
  const state = {
    state: 'running',
    status: 'Up 3 hours',
    created: ago(9000),
    restart_count: 1,
    oom_killed: false,
    ports: ['0.0.0.0:8080->80/tcp'],
    limits: { memory: { bytes: 1_000_000 } },
    labels: { com_docker_compose_project: 'shop' },
    application: { name: 'nginx', version: '1.27', evidence: 'image nginx:1.27' },
  };
  const network = (name: string, into: number) =>
    ofWeb('network', seconds, {
      network: { interface: name, in: { bytes: into }, out: { bytes: 1 } },
    });
  return [
    ofWeb('container', seconds, { container: state }),
    ofWeb('cpu', seconds, { cpu: { total: { pct: cpu } } }),
    ofWeb('memory', seconds, { memory: { usage: { total: 400_000 } } }),
    ofWeb('diskio', seconds, { diskio: { read: { bytes_rate: 10 }, write: { bytes_rate: 20 } } }),
    network('eth0', 100),
    network('eth1', 50),
    metric('docker.info', seconds, { docker: { info: { version: '20.10.24' } } }),
    metric('system.cpu', seconds, {
      system: { cpu: { cores: 4, total: { norm: { pct: 0.25 } } } },
    }),
    metric('system.load', seconds, { system: { load: { 1: 0.5 } } }),
    metric('system.memory', seconds, {
      system: { memory: { total: 1000, actual: { used: { bytes: 400, pct: 0.4 } } } },
    }),
    metric('system.network', seconds, {
      system: { network: { name: 'eth0', in: { bytes: 7 }, out: { bytes: 7 } } },
    }),
    metric('system.network', seconds, {
      system: { network: { in: { bytes_rate: 5 }, out: { bytes_rate: 6 } } },
    }),
    metric('system.uptime', seconds, { system: { uptime: { duration: { ms: 5000 } } } }),
    ...['/', '/data'].map((mount, index) =>
      metric('system.filesystem', seconds, {
        system: {
          filesystem: { mount_point: mount, total: 100, used: { bytes: 20 + index * 60 } },
        },
      }),
    ),
    metric('system.process', seconds, {
      container,
      process: { pid: 42, name: 'nginx', command_line: 'nginx -g daemon off;' },
      user: { name: 'root' },
      system: { process: { cpu: { total: { pct: cpu } }, memory: { rss: { bytes: 1234 } } } },
    }),
  ];
}

const logLine = (seconds: number, message: string, offset: number, fields: JsonObject = {}) => ({
  stream: 'logs-docker.container-default',
  source: {
    '@timestamp': ago(seconds),
    agent,
    host,
    container,
    event: { dataset: 'docker.container' },
    message,
    stream: 'stdout',
    log: { offset },
    ...fields,
  },
});

const engineEvent = (seconds: number, action: string, fields: JsonObject = {}): NewEvent => ({
  stream: 'logs-docker.event-default',
  source: {
    '@timestamp': ago(seconds),
    agent,
    host,
    container,
    event: { dataset: 'docker.event' },
    docker: { event: { type: 'container', action, ...fields } },
  },
});

async function write(events: readonly NewEvent[]): Promise<void> {
  const lines = events.flatMap(({ stream, source }) => [{ create: { _index: stream } }, source]);
  const reply = await fetch(`${store.addresses[0]}/_bulk?refresh=true`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
  });
  const { errors, items } = (await reply.json()) as { errors: boolean; items: unknown[] };
  expect(errors ? items : []).toEqual([]);
}

/** Types as the templates of an agent give them. */
const TEMPLATE = {
  index_patterns: ['metrics-*-*', 'logs-*-*'],
  data_stream: {},
  template: {
    mappings: {
      date_detection: false,
      dynamic_templates: [
        {
          texts: { match_mapping_type: 'string', mapping: { type: 'keyword', ignore_above: 1024 } },
        },
      ],
      properties: { '@timestamp': { type: 'date' }, message: { type: 'match_only_text' } },
    },
  },
};

const get = <T>(path: string) => callJson<T>(`${server.addresses[0]}${path}`);
const RANGE = 'from=now-15m&to=now';

beforeAll(async () => {
  store = await startLongshore('store', { ...paths, 'http.port': 0 });
  await callJson(`${store.addresses[0]}/_index_template/test`, TEMPLATE, 'PUT');
  server = await startLongshore('server', {
    ...paths,
    'server.port': 0,
    'elasticsearch.hosts': store.addresses[0] ?? '',
  });
});
afterAll(async () => {
  await server?.end('SIGTERM');
  await store?.end('SIGTERM');
  folder.remove();
});

test('before anything is stored every page has an answer, and the problem is that no agent reports', async () => {
  const inventory = await get<Inventory>('/api/inventory');
  expect(inventory).toMatchObject({ hosts: [], containers: [], problems: [{ code: 'no_agent' }] });
  expect(await get(`/api/logs?${RANGE}`)).toMatchObject({ total: 0, lines: [] });
  expect(await get(`/api/alerts?${RANGE}`)).toMatchObject({ total: 0, alerts: [] });
  expect(await get(`/api/logs/field-values?${RANGE}&field=stream`)).toMatchObject({ values: [] });
  const status = await get<{ storeVersion: string }>('/api/status');
  expect(status).toMatchObject({ storeReachable: true });
  expect(status.storeVersion).not.toBe('');
});

test('the inventory shows the host and its container with their newest values', async () => {
  await write([...fetchOf(65, 0.1), ...fetchOf(15, 0.2), ...fetchOf(5, 0.3)]);
  const gone = ofWeb('container', 120, { container: { state: 'running' } });
  await write([{ ...gone, source: { ...gone.source, container: { id: GONE, name: 'gone' } } }]);
  const inventory = await eventually('the container', async () => {
    const found = await get<Inventory>('/api/inventory');
    return found.containers.length > 0 && (found.hosts[0]?.cpuSparkline.length ?? 0) > 0
      ? found
      : undefined;
  });
  expect(inventory.problems).toEqual([]);
  expect(inventory.hosts).toMatchObject([
    {
      name: 'alpha',
      os: 'Debian GNU/Linux 12',
      dockerVersion: '20.10.24',
      cores: 4,
      cpu: 0.25,
      load1: 0.5,
      memoryUsedBytes: 400,
      networkInBytesPerS: 5,
      uptimeMs: 5000,
      fullestDisk: { mount: '/data', usedBytes: 80, totalBytes: 100 },
      containersRunning: 1,
      containersTotal: 1,
    },
  ]);
  expect(inventory.containers).toMatchObject([
    {
      id: ID,
      name: 'web',
      project: 'shop',
      cpuCores: 0.3,
      memoryUsedBytes: 400_000,
      memoryLimitBytes: 1_000_000,
      networkInBytesPerS: 150,
      diskWriteBytesPerS: 20,
      restarts: 1,
      application: { name: 'nginx' },
    },
  ]);
  const sparkline = inventory.containers[0]?.cpuSparkline ?? [];
  expect(sparkline).toHaveLength(30);
  expect(sparkline.filter((value) => value !== null).length).toBeGreaterThanOrEqual(2);
});

test('the page of a container has its series, its events and its processes', async () => {
  await write([engineEvent(300, 'start'), engineEvent(200, 'health_status: healthy')]);
  const detail = await get<ContainerDetail>(`/api/containers/${ID}?${RANGE}&points=60`);
  expect(detail.container).toMatchObject({ name: 'web', cpuCores: 0.3, networkInBytesPerS: 150 });
  expect(detail.events.map(({ action }) => action)).toEqual(['health_status: healthy', 'start']);
  expect(detail.processes).toMatchObject([
    {
      pid: 42,
      commandLine: 'nginx -g daemon off;',
      user: 'root',
      cpuCores: 0.3,
      memoryBytes: 1234,
    },
  ]);
  const measured = Object.fromEntries(
    detail.series.map(({ name, points }) => [
      name,
      points.flatMap(([, value]) => value ?? []).at(-1),
    ]),
  );
  expect(Object.keys(measured)).toEqual([
    'cpu',
    'memory',
    'network.in',
    'network.out',
    'disk.read',
    'disk.write',
  ]);
  expect(measured['network.in']).toBe(150);
  expect(measured.memory).toBe(400_000);
  expect(detail.series[0]?.points.length).toBeLessThanOrEqual(61);
});

test('logs are found by words, fields and pills, newest first, page by page', async () => {
  const same = Array.from({ length: 7 }, (_, index) => logLine(50, `tick ${index}`, index * 100));
  await write([
    logLine(40, 'GET /cart 500 upstream timeout', 1000, { log: { offset: 1000, level: 'error' } }),
    logLine(30, 'GET /cart 200', 2000, { stream: 'stderr' }),
    ...same,
  ]);
  const search = (query: string) =>
    get<{ total: number; lines: LogLine[] }>(`/api/logs?${RANGE}&${query}`);
  const messages = async (query: string) => (await search(query)).lines.map((line) => line.message);
  expect(await messages('q=timeout')).toEqual(['GET /cart 500 upstream timeout']);
  expect(await messages('q=log.level:error')).toHaveLength(1);
  expect(await messages('q=cart')).toEqual(['GET /cart 200', 'GET /cart 500 upstream timeout']);
  expect(await messages('q=cart%20NOT%20timeout')).toEqual(['GET /cart 200']);
  const pill = (negate: boolean) =>
    `filters=${encodeURIComponent(JSON.stringify([{ field: 'stream', value: 'stderr', negate }]))}`;
  expect(await messages(pill(false))).toEqual(['GET /cart 200']);
  expect(await messages(pill(true))).toHaveLength(8);

  const pages: string[] = [];
  let after = '';
  for (let page = 0; page < 5; page += 1) {
    const { total, lines } = await search(`size=2${after}`);
    expect(total).toBe(9);
    pages.push(...lines.map((line) => line.message));
    after = `&after=${encodeURIComponent(JSON.stringify(lines.at(-1)?.sort))}`;
  }
  const ticks = Array.from({ length: 7 }, (_, index) => `tick ${6 - index}`);
  expect(pages).toEqual(['GET /cart 200', 'GET /cart 500 upstream timeout', ...ticks]);
});

test('the histogram counts every line once, and the field list has values with counts', async () => {
  const { buckets } = await get<{ buckets: [number, number][] }>(
    `/api/logs/histogram?${RANGE}&points=30`,
  );
  expect(buckets.reduce((sum, [, count]) => sum + count, 0)).toBe(9);
  const fields = await get<{ name: string; aggregatable: boolean }[]>('/api/logs/fields');
  expect(fields).toContainEqual({ name: 'stream', type: 'keyword', aggregatable: true });
  expect(fields.find(({ name }) => name === 'message')?.aggregatable).toBe(false);
  expect(await get(`/api/logs/field-values?${RANGE}&field=stream`)).toEqual({
    total: 9,
    values: [
      { value: 'stdout', count: 8 },
      { value: 'stderr', count: 1 },
    ],
  });
});

test('a query that cannot be read is refused with the reason of the store', async () => {
  const reply = await fetch(`${server.addresses[0]}/api/logs?${RANGE}&q=message:(`);
  expect(reply.status).toBe(400);
  expect(JSON.stringify(await reply.json())).toContain('message:(');
});

test('live tail shows a line soon after it is stored, and no line twice', async () => {
  const gone = new AbortController();
  const reply = await fetch(`${server.addresses[0]}/api/logs/tail?q=tail`, { signal: gone.signal });
  const seen: string[] = [];
  const reading = readEvents(reply, (event, data) => {
    if (event === 'lines') {
      seen.push(...(data as LogLine[]).map(({ message }) => message));
    }
  });
  for (const n of [1, 2, 3]) {
    const line = logLine(0, `tail ${n}`, 9000 + n);
    await write([{ ...line, source: { ...line.source, '@timestamp': new Date().toISOString() } }]);
    await eventually(`line ${n}`, () => (seen.includes(`tail ${n}`) ? true : undefined), 10_000);
  }
  expect(seen).toEqual(['tail 1', 'tail 2', 'tail 3']);
  gone.abort();
  await reading;
});

test('an exit with an error is one alert, also after the server was killed and started again', async () => {
  await write([engineEvent(20, 'die', { exit_code: 3 }), engineEvent(19, 'start')]);
  const alerts = () =>
    eventually('two alerts', async () => {
      const answer = await get<{ total: number; alerts: Alert[] }>(
        `/api/alerts?${RANGE}&containerId=${ID}`,
      );
      return answer.total >= 2 ? answer : undefined;
    });
  const expected = [
    { kind: 'restarted', containerName: 'web', host: 'alpha' },
    { kind: 'exited_nonzero', exitCode: 3, severity: 'critical', containerId: ID },
  ];
  expect((await alerts()).alerts).toMatchObject(expected);
  await server.end('SIGKILL');
  server = await startLongshore('server', {
    ...paths,
    'server.port': 0,
    'elasticsearch.hosts': store.addresses[0] ?? '',
  });
  await write([engineEvent(2, 'health_status: unhealthy')]);
  const after = await eventually('the third alert', async () => {
    const answer = await alerts();
    return answer.total >= 3 ? answer : undefined;
  });
  expect(after.alerts).toMatchObject([{ kind: 'unhealthy' }, ...expected]);
});

test('SIGTERM ends the server with status 0 while viewers watch', async () => {
  const reply = await fetch(`${server.addresses[0]}/api/inventory/stream`);
  expect(reply.status).toBe(200);
  expect(await server.end('SIGTERM')).toBe(0);
  await reply.text();
});

/** Reads server-sent events until the connection ends. */
async function readEvents(
  reply: Response,
  onEvent: (event: string, data: unknown) => void,
): Promise<void> {
  let text = '';
  try {
    for await (const chunk of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event = 'message', data = ''] =
          /^(?:event: (.*)\n)?data: (.*)$/s.exec(block) ?? [];
        if (data !== '') {
          onEvent(event, JSON.parse(data));
        }
      }
    }
  } catch (error) {
    // The reader itself gives up at the end of a test.
    if (!(error instanceof Error && error.name === 'AbortError')) {
      throw error;
    }
  }
}
