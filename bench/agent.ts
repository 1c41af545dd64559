import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { nodeFlagsOf } from '../packages/server/src/up/roles.ts';
import { containers } from '../tests/support/containers.ts';
import { startDocker, type TestDocker } from '../tests/support/docker.ts';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../tests/support/longshore.ts';
import { processUsage, readOptions, report, round, startBenchStore } from './support.ts';

// What does the agent cost? CPU and memory with idle containers, and while it reads five megabytes of logs a second.
// The containers are real. Events go to a sink that only counts, so that the agent is measured alone; then, to see
// the whole way, logs go into a store of our own.

const HELP = `npm run bench -- agent [--containers 1,20,100] [--seconds 40] [--settle 25]
Starts an engine of its own, or uses the one at LONGSHORE_TEST_DOCKER_HOST.`;
const LINES = 2_500;
/** Bytes of a line of the noisy container. */
const LINE_BYTES = 203;
/** Some 0.5 MB, ten times a second. */
const NOISE = `i=0; while [ $i -lt ${LINES} ]; do i=$((i+1)); echo "2026-11-22T11:00:00.000Z INFO request id=7f3a9c51e0b24d68 path=/api/v1/items/$i status=200 duration_ms=12.34 user=u$i agent=Mozilla/5.0 note=the quick brown fox jumps over the lazy dog and goes home"; done > /tmp/lines; while :; do cat /tmp/lines; sleep 0.088; done`;

const values = readOptions(HELP, { containers: '1,20,100', seconds: '40', settle: '25' });

await main();

async function main(): Promise<void> {
  const docker = await startDocker();
  const sink = await startSink();
  const figures: Record<string, unknown> = {};
  try {
    let running = 0;
    for (const count of values.containers.split(',').map(Number)) {
      for (; running < count; running++) {
        await docker.run(`idle-${running}`, containers.idle);
      }
      figures[`idle${count}`] = await measure(docker, sink.url);
    }
    await docker.run('noisy', {
      command: ['sh', '-c', NOISE],
      logOptions: { 'max-size': '20m', 'max-file': '3' },
    });
    const tail = await measure(docker, sink.url, async () => sink.reset());
    figures.tail = { ...tail, ...sink.rate() };
    figures.tailIntoStore = await measureWithStore(docker);
    report('agent', figures);
  } finally {
    await sink.close();
    await docker.stop();
  }
}

/** CPU in percent of a core, and resident memory, of an agent that runs for a while. */
async function measure(docker: TestDocker, url: string, during?: () => Promise<void>) {
  const folder = temporaryFolder('bench-agent');
  const agent = await startLongshore(
    'agent',
    {
      'path.data': folder.path,
      'path.logs': folder.path,
      'docker.host': docker.host,
      'output.elasticsearch.hosts': url,
    },
    nodeFlagsOf('agent'),
  );
  try {
    await sleep(Number(values.settle) * 1_000);
    await during?.();
    const startMs = performance.now();
    const before = usageOf(agent);
    await sleep(Number(values.seconds) * 1_000);
    const after = usageOf(agent);
    const seconds = (performance.now() - startMs) / 1_000;
    return {
      cpuPercent: round((100 * (after.cpuSeconds - before.cpuSeconds)) / seconds, 2),
      rssMiB: after.rssMiB,
    };
  } finally {
    await agent.end('SIGTERM');
    folder.remove();
  }
}

function usageOf({ child }: LongshoreProcess) {
  const usage = processUsage(child.pid ?? 0);
  if (usage === undefined) {
    throw new Error('the agent ended while it was measured');
  }
  return usage;
}

/** Documents a second that arrive in a store of our own, and how far the newest is behind. */
async function measureWithStore(docker: TestDocker) {
  const store = await startBenchStore();
  const index = `${store.url}/logs-docker.container-default`;
  const count = async () => (await callJson<{ count: number }>(`${index}/_count`)).count;
  try {
    let before = { count: 0, ms: 0 };
    const usage = await measure(docker, store.url, async () => {
      before = { count: await count(), ms: performance.now() };
    });
    const seconds = (performance.now() - before.ms) / 1_000;
    return { ...usage, documentsPerS: round(((await count()) - before.count) / seconds, 0) };
  } finally {
    await store.stop();
  }
}

/** Accepts everything that is sent to a store, and counts the events. */
async function startSink() {
  let newlines = 0;
  let requests = 0;
  let startMs = performance.now();
  const server = createServer((request, response) => {
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const body = isZipped ? request.pipe(createGunzip()) : request;
    body.on('data', (chunk: Buffer) => {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) {
        newlines++;
      }
    });
    body.on('end', () => {
      requests++;
      response.end(request.url === '/' ? '{"cluster_uuid":"sink"}' : '{"errors":false,"items":[]}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reset: () => {
      newlines = 0;
      requests = 0;
      startMs = performance.now();
    },
    /** An event is two lines of a bulk request; nearly all are log lines of the noisy container. */
    rate: () => {
      const seconds = (performance.now() - startMs) / 1_000;
      const eventsPerS = newlines / 2 / seconds;
      return {
        requestsPerS: round(requests / seconds),
        eventsPerS: round(eventsPerS, 0),
        logMbPerS: round((eventsPerS * LINE_BYTES) / 1e6, 2),
      };
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
