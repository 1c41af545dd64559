import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { pino } from 'pino';
import { IndexCatalog } from '../index/catalog.ts';
import { Indices } from '../indices.ts';
import { Ingest } from '../ingest/ingest.ts';
import { LifecycleErrors } from '../lifecycle/lifecycle-errors.ts';
import { TaskRegistry } from '../tasks/task-registry.ts';
import { openTestEngine } from '../testing.ts';
import { openWriter } from '../write/store-writer.ts';
import { buildApp } from './app.ts';
import { noUsage, noWrites, type Store } from './route.ts';

/** An answer, its body being parsed when it is JSON. */
interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly raw: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of any shape.
  readonly body: any;
}

/** A whole store without a port: real engine, real write path, requests by `call`. */
export interface TestStore {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly stateFolder: string;
  call(method: string, url: string, body?: unknown, headers?: object): Promise<TestAnswer>;
  bulk(lines: readonly unknown[], query?: string): Promise<TestAnswer>;
  close(): Promise<void>;
}

export const TEST_CONTENT_BYTES_MAX = 1024 * 1024;

/** Opens one on a folder of its own. */
export async function openTestStore(): Promise<TestStore> {
  const { engine, dataPath, close } = await openTestEngine();
  const log = pino({ level: 'silent' });
  const stateFolder = join(dataPath, 'store', 'state');
  const catalog = await IndexCatalog.open(stateFolder);
  const writer = openWriter({ dataPath, engine, log, now: Date.now });
  await writer.start([], () => {
    throw new Error('BUG: a new store has nothing to replay');
  });
  catalog.useTimeRanges((uuid) => writer.timeRange(uuid));
  const node = {
    name: 'test',
    id: catalog.clusterUuid,
    clusterName: 'longshore',
    clusterUuid: catalog.clusterUuid,
    contentLengthMax: TEST_CONTENT_BYTES_MAX,
    dataPath,
    publishAddress: () => '127.0.0.1:9200',
  };
  const counters = noWrites();
  const store = {
    counters,
    catalog,
    indices: new Indices(catalog, writer),
    ingest: new Ingest(catalog, ''),
    engine,
    writer,
    log,
    node,
    usage: noUsage(),
    lifecycleErrors: new LifecycleErrors(),
    tasks: new TaskRegistry(node.id),
    remotesAllowed: [],
  };
  const app = buildApp(store);
  const call: TestStore['call'] = async (method, url, body, headers = {}) => {
    const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers: {
        host: 'localhost:9200',
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    } as InjectOptions);
    const isJson = String(answer.headers['content-type']).includes('json');
    const isPlain = answer.headers['content-encoding'] === undefined;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.payload,
      raw: answer.rawPayload,
      body: isJson && isPlain && answer.payload !== '' ? JSON.parse(answer.payload) : undefined,
    };
  };
  return {
    app,
    store,
    stateFolder,
    call,
    bulk: (lines, query = '') =>
      call(
        'POST',
        `/_bulk${query}`,
        lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
      ),
    close: async () => {
      await app.close();
      await writer.stop();
      await catalog.close();
      await close();
    },
  };
}
