import { Agent, request as httpRequest } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ROUTES } from '../../packages/store/src/rest/routes.ts';
import { randomOf } from '../support/fuzz/random.ts';
import { type FuzzRequest, makeRequest } from '../support/fuzz/requests.ts';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';

/** So many requests take half a minute, and several where much else goes on. */
vi.setConfig({ testTimeout: 900_000 });

const REQUESTS = 20_000;
/** Another one finds other things: `LONGSHORE_FUZZ_SEED=7 npx vitest run tests/store/fuzz.test.ts`. */
const SEED = Number(process.env.LONGSHORE_FUZZ_SEED ?? 20_261_128);
/** Of all requests; were it less, mutations would only be refused for what comes first in them. */
const GOOD_SHARE_MIN = 0.2;
const CONNECTIONS = 12;
const FINDINGS_MAX = 10;
const BODY_CHARS_SHOWN = 400;
const LOG_CHARS_SHOWN = 1_500;
const ANSWER_MS_MAX = 60_000;
/** The answer to `wait_for_active_shards` with more copies than one node has, or where another request deleted the index. */
const ASKED_FOR = /Not enough active copies to meet shard count|the index was deleted, or what/;
/** What a store says that has no answer of its own. */
const OURS = /internal error|BUG:|Maximum call stack|out of memory|undefined \(reading/;

const folder = temporaryFolder('fuzz');
let store: LongshoreProcess;
let url: string;

beforeAll(async () => {
  store = await startLongshore('store', {
    'path.data': folder.path,
    'path.logs': folder.path,
    'http.port': 0,
  });
  url = store.addresses[0] ?? '';
});
afterAll(async () => {
  await store?.end('SIGTERM');
  folder.remove();
});

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

function send({ method, path, headers, body }: FuzzRequest): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(body.length) };
    const options = { agent, method, headers: { ...headers, ...length }, timeout: ANSWER_MS_MAX };
    const request = httpRequest(`${url}${path}`, options, (reply) => {
      const pieces: Buffer[] = [];
      reply.on('data', (piece: Buffer) => pieces.push(piece));
      reply.once('error', reject);
      reply.once('end', () =>
        resolve({
          status: reply.statusCode ?? 0,
          type: String(reply.headers['content-type'] ?? ''),
          text: Buffer.concat(pieces).toString(),
        }),
      );
    });
    request.once('timeout', () => request.destroy(new Error('no answer in time')));
    request.once('error', reject);
    request.end(body);
  });
}

/** What is wrong with an answer; undefined when nothing is. */
function complaint(
  { method, path }: FuzzRequest,
  { status, type, text }: Answer,
): string | undefined {
  if (OURS.test(text)) {
    return 'the answer shows an error of the store itself';
  }
  const isHidden = path.includes('filter_path') && path.includes('wait_for_active_shards');
  if (status === 503 && (ASKED_FOR.test(text) || isHidden)) {
    return undefined;
  }
  if (status === 500 || status > 501) {
    return 'a request is no reason for a status of the server';
  }
  if (
    method === 'HEAD' ||
    path.includes('filter_path') ||
    text === '' ||
    !type.startsWith('application/json')
  ) {
    return undefined;
  }
  let json: { readonly error?: unknown; readonly status?: unknown };
  try {
    json = JSON.parse(text);
  } catch {
    return 'the answer is no JSON';
  }
  return status < 400 || isErrorShaped(json, status)
    ? undefined
    : 'the error has not the usual form';
}

/** Elasticsearch's errors; and answers with their own form, such as that of a document that is not there. */
function isErrorShaped(json: Readonly<Record<string, unknown>>, status: number): boolean {
  const { error } = json;
  if (error === undefined) {
    return status === 404 || status === 408 || status === 409 || Array.isArray(json.failures);
  }
  const isWhole =
    typeof error === 'object' && error !== null && 'type' in error && 'reason' in error;
  return json.status === status && (typeof error === 'string' || isWhole);
}

const shown = ({ method, path, headers, body }: FuzzRequest) =>
  `${method} ${path.slice(0, 300)} ${JSON.stringify(headers)} ${body.toString('latin1').slice(0, BODY_CHARS_SHOWN)}`;

/** Sends one; says what was wrong. */
async function tryOne(request: FuzzRequest): Promise<{ isGood: boolean; finding?: string }> {
  try {
    const answer = await send(request);
    const wrong = complaint(request, answer);
    const reply = `${answer.status} ${answer.text.slice(0, BODY_CHARS_SHOWN)}`;
    const isGood = answer.status < 300;
    return wrong === undefined
      ? { isGood }
      : { isGood, finding: `${wrong}: ${shown(request)} -> ${reply}` };
  } catch (error) {
    return { isGood: false, finding: `${String(error)}: ${shown(request)}` };
  }
}

/** Lines of the log that tell of a bug, or of an engine that died. */
const alarms = (log: string) =>
  log
    .split('\n')
    .filter((line) => /engine process|failed unexpectedly|refused a statement|^\w*Error/.test(line))
    .map((line) => line.slice(0, LOG_CHARS_SHOWN));

test(`${REQUESTS} mutated requests over every API are each answered in Elasticsearch's form, and the store works on`, async () => {
  const random = randomOf(SEED);
  const requests = Array.from({ length: REQUESTS }, () => makeRequest(ROUTES, random));
  const findings: string[] = [];
  let good = 0;
  const waiting = requests.values();
  const sendAll = async () => {
    for (const request of waiting) {
      const { isGood, finding } = await tryOne(request);
      good += isGood ? 1 : 0;
      findings.push(...(finding === undefined ? [] : [finding]));
      if (findings.length >= FINDINGS_MAX) {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendAll));

  expect([...findings, ...alarms(store.output())]).toEqual([]);
  expect(good / REQUESTS).toBeGreaterThan(GOOD_SHARE_MIN);
  // Some of them forbid new indices.
  await callJson(
    `${url}/_cluster/settings`,
    { persistent: { '*': null }, transient: { '*': null } },
    'PUT',
  );
  await callJson(`${url}/after-fuzz/_doc?refresh=true`, { word: 'alive' });
  const { hits } = await callJson<{ hits: { total: { value: number } } }>(
    `${url}/after-fuzz/_search`,
    { query: { match: { word: 'alive' } } },
  );
  expect(hits.total.value).toBe(1);
});
