import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { type Kind, makeDocument } from './support-documents.ts';

// Sends documents to `POST /_bulk` for some seconds and prints one JSON line: what was acknowledged.

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    stream: { type: 'string', default: '' },
    kind: { type: 'string', default: 'logs' },
    seconds: { type: 'string', default: '20' },
    batch: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '2' },
    'bodies-mib': { type: 'string', default: '512' },
  },
});
const batchSize = Number(values.batch);
const kind: Kind = values.kind === 'logs' ? 'logs' : 'metrics';
const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) });
/** Bodies are made before the clock starts: the sender's JSON is not what is measured. */
const DOCUMENTS_PER_S = { logs: 50_000, metrics: 25_000 };
/** More are sent again, after these. */
const BODIES_BYTES_MAX = Number(values['bodies-mib']) * 1024 * 1024;

function makeBodies(): readonly Buffer[] {
  const bodies: Buffer[] = [];
  const wanted = (Number(values.seconds) * DOCUMENTS_PER_S[kind]) / batchSize;
  for (let bytes = 0; bodies.length < wanted && bytes < BODIES_BYTES_MAX; ) {
    const body = makeBody(Date.now());
    bodies.push(body);
    bytes += body.length;
  }
  return bodies;
}

function makeBody(now: number): Buffer {
  const action = `{"create":{"_index":"${values.stream}"}}\n`;
  const lines = Array.from(
    { length: batchSize },
    (_, i) => `${action}${JSON.stringify(makeDocument(kind, now + i))}\n`,
  );
  return Buffer.from(lines.join(''));
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

const bodies = makeBodies();
const started = performance.now();
const deadline = started + Number(values.seconds) * 1000;
let next = 0;
const total = { documents: 0, bytes: 0, rejected: 0 };

async function connection(): Promise<void> {
  while (performance.now() < deadline) {
    const body = bodies[next % bodies.length] as Buffer;
    next += 1;
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

await Promise.all(Array.from({ length: Number(values.connections) }, connection));
console.log(JSON.stringify({ ...total, seconds: (performance.now() - started) / 1000 }));
agent.destroy();
