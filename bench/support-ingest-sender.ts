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
  },
});
const batchSize = Number(values.batch);
const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) });
/** Bodies are made before the clock starts: the sender's JSON is not what is measured. */
const BODIES = 40;
function makeBody(now: number): Buffer {
  const action = `{"create":{"_index":"${values.stream}"}}\n`;
  const kind: Kind = values.kind === 'logs' ? 'logs' : 'metrics';
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
