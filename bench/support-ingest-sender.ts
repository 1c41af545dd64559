import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';

// Sends documents to `POST /_bulk` for some seconds and prints one JSON line: what was acknowledged.

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    stream: { type: 'string', default: '' },
    kind: { type: 'string', default: 'logs' },
    seconds: { type: 'string', default: '20' },
    batch: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '2' },
  },
});
const batchSize = Number(values.batch);
const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) });
/** Bodies are made before the clock starts: the sender's JSON is not what is measured. */
const BODIES = 40;
const LEVELS = ['info', 'info', 'info', 'debug', 'warn', 'error'];
const WORDS =
  'request completed upstream timeout connection refused retrying user order payment session cache miss hit ' +
  'queue worker started finished database query slow index shard container restarted health check failed 컨테이너 시작';

const words = WORDS.split(' ');
let seed = 42;
/** Marsaglia's xorshift32: the same documents in every run, and no patterns that would compress too well. */
function random(below: number): number {
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  return Math.floor(((seed >>> 0) / 2 ** 32) * below);
}

function logDocument(at: number): Record<string, unknown> {
  const text = Array.from({ length: 12 }, () => words[random(words.length)]).join(' ');
  const container = random(40);
  return {
    '@timestamp': new Date(at).toISOString(),
    message: `${LEVELS[random(LEVELS.length)]} id=${random(1_000_000)} ${text} took=${random(5000)}ms`,
    stream: random(10) === 0 ? 'stderr' : 'stdout',
    log: { level: LEVELS[random(LEVELS.length)], offset: random(10_000_000) },
    container: {
      id: `c0ffee${container}`.padEnd(64, '0'),
      name: `shop-api-${container}`,
      runtime: 'docker',
    },
    host: { name: `host-${container % 3}` },
    event: { dataset: 'docker.container', module: 'docker' },
  };
}

function metricDocument(at: number): Record<string, unknown> {
  const container = random(40);
  const counters = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`counter_${i}`, random(1_000_000_000)]),
  );
  return {
    '@timestamp': new Date(at).toISOString(),
    host: { name: `host-${container % 3}` },
    container: {
      id: `c0ffee${container}`.padEnd(64, '0'),
      name: `shop-api-${container}`,
      runtime: 'docker',
    },
    event: { dataset: 'docker.memory', module: 'docker', duration: random(1_000_000) },
    docker: {
      cpu: { total: { pct: random(1000) / 999, norm: { pct: random(1000) / 1999 } } },
      memory: { usage: { total: random(1e9), pct: random(1000) / 999 }, stats: counters },
    },
    system: { load: { 1: random(100) / 7, 5: random(100) / 7 } },
  };
}

function makeBody(now: number): Buffer {
  const action = `{"create":{"_index":"${values.stream}"}}\n`;
  const make = values.kind === 'logs' ? logDocument : metricDocument;
  return Buffer.from(
    Array.from({ length: batchSize }, (_, i) => `${action}${JSON.stringify(make(now + i))}\n`).join(
      '',
    ),
  );
}

function post(body: Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(
      `${values.url}/_bulk?filter_path=errors,items.*.error,items.*.status`,
      {
        agent,
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', 'content-length': body.length },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on('data', (chunk: Buffer) => chunks.push(chunk));
        reply.on('end', () =>
          resolve({ status: reply.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        );
        reply.on('error', reject);
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

const bodies = Array.from({ length: BODIES }, () => makeBody(Date.now()));
const started = performance.now();
const deadline = started + Number(values.seconds) * 1000;
const total = { documents: 0, bytes: 0, rejected: 0 };

async function connection(first: number): Promise<void> {
  for (let i = first; performance.now() < deadline; i++) {
    const body = bodies[i % bodies.length] as Buffer;
    const { status, text } = await post(body);
    if (status === 429 || text.includes('"status":429')) {
      total.rejected++;
      throw new Error('the store refused a batch: lower the load');
    }
    if (status !== 200 || !text.startsWith('{"errors":false')) {
      throw new Error(`bulk answered ${status}: ${text.slice(0, 300)}`);
    }
    total.documents += batchSize;
    total.bytes +=
      body.length - batchSize * (Buffer.byteLength(`{"create":{"_index":"${values.stream}"}}`) + 1);
  }
}

await Promise.all(Array.from({ length: Number(values.connections) }, (_, i) => connection(i * 7)));
console.log(JSON.stringify({ ...total, seconds: (performance.now() - started) / 1000 }));
agent.destroy();
