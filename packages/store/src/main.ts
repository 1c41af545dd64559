import { once } from 'node:events';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { assert } from '@longshore/common/errors';
import { assertLoopback } from '@longshore/common/http-guard';
import { listenError } from '@longshore/common/listen';
import type { RunProcess } from '@longshore/common/process';
import type { Settings } from '@longshore/common/settings/catalogue';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { openEngine } from './engine/chdb-engine.ts';
import type { Engine } from './engine/engine.ts';
import { IndexCatalog } from './index/catalog.ts';
import { parseExactBytes } from './index/exact-json.ts';
import { mapDocument } from './index/map-document.ts';
import { Indices } from './indices.ts';
import { Ingest } from './ingest/ingest.ts';
import { LifecycleErrors } from './lifecycle/lifecycle-errors.ts';
import { startLifecycles } from './lifecycle/scheduler.ts';
import { openLog } from './log.ts';
import { buildApp } from './rest/app.ts';
import { checkAllowed } from './rest/by-query/remote-body.ts';
import { type NodeIdentity, noUsage, noWrites } from './rest/route.ts';
import { TaskRegistry } from './tasks/task-registry.ts';
import type { IndexDamage } from './write/index-damage.ts';
import type { DocumentRow } from './write/operation.ts';
import { openWriter } from './write/store-writer.ts';
import { dropTable } from './write/table-sql.ts';

/** What requests under way get to finish when the store is stopped. */
const CLOSE_MS_MAX = 500;
const DROP_MS_MAX = 30_000;

/** Starts the store: the engine in its own process, the write path, the catalog of indices and the REST API. */
export const run: RunProcess = async (settings) => {
  const startedMs = performance.now();
  const listenAt = { host: bareHost(settings['http.host']), port: settings['http.port'] };
  assertLoopback('http.host', settings['http.host']);
  await probePort(listenAt);
  const log = openLog(settings['logging.level']);
  const store = await openStore(settings, log);
  let address: string;
  try {
    address = await listen(store.app, listenAt);
  } catch (error) {
    await store.close();
    throw error;
  }
  const tookMs = Math.round(performance.now() - startedMs);
  log.info({ 'url.full': address, 'event.duration_ms': tookMs }, 'store started');
  let closing: Promise<void> | undefined;
  return {
    addresses: [address],
    stop: () => {
      closing ??= store.close();
      return closing;
    },
  };
};

interface OpenedStore {
  readonly app: FastifyInstance;
  close(): Promise<void>;
}

/** The engine first: it locks the data folder, and nothing else in there may be touched before. */
async function openStore(settings: Settings, log: Logger): Promise<OpenedStore> {
  const dataPath = resolve(settings['path.data']);
  const memoryBytes = settings['store.engine.memory'];
  const remotesAllowed = checkAllowed(settings['reindex.remote.whitelist']);
  const opened: { stop(): Promise<void> }[] = [];
  const stopAll = async () => {
    for (const part of opened.reverse()) {
      await part.stop();
    }
  };
  try {
    const engine = openEngine({ dataPath, memoryBytes, log });
    opened.push(engine);
    await engine.start();
    const catalog = await IndexCatalog.open(join(dataPath, 'store', 'state'));
    opened.push({ stop: () => catalog.close() });
    const writer = openWriter({
      dataPath,
      engine,
      log,
      now: Date.now,
      onDamage: keepDamage(catalog, log),
    });
    opened.push(writer);
    await dropLeftTables(catalog, engine);
    await writer.start(catalog.entries(), rowOf(catalog));
    void writer
      .recovered()
      .then(() => catalog.sync())
      .catch((error: unknown) => log.error({ error }, 'state could not be written'));
    catalog.useTimeRanges((uuid) => writer.timeRange(uuid));
    const address = { publish: () => '' };
    const node = identify(settings, catalog, address);
    const indices = new Indices(catalog, writer);
    const lifecycleErrors = new LifecycleErrors();
    const app = buildApp({
      catalog,
      indices,
      ingest: new Ingest(catalog, settings['ingest.geoip.path']),
      engine,
      writer,
      log,
      node,
      counters: noWrites(),
      usage: noUsage(),
      lifecycleErrors,
      tasks: new TaskRegistry(node.id),
      remotesAllowed,
    });
    opened.push(startLifecycles({ catalog, indices, writer, errors: lifecycleErrors, log }));
    address.publish = () => boundAddress(app);
    return { app, close: () => closeApp(app).then(stopAll) };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** Health is red from then on, until somebody accepts the loss. */
function keepDamage(catalog: IndexCatalog, log: Logger) {
  return async (damages: readonly IndexDamage[]) => {
    for (const damage of damages) {
      const entry = catalog.indexByUuid(damage.uuid);
      if (entry !== undefined && catalog.addDamage(entry, damage)) {
        log.error({ index: entry.name, damage: damage.what }, 'data of an index is missing');
      }
    }
    await catalog.sync();
  };
}

/** Maps a source of the translog again; everything that it needs was in the catalog before it was in the translog. */
function rowOf(catalog: IndexCatalog): (uuid: string, source: Buffer) => DocumentRow | undefined {
  return (uuid, source) => {
    const entry = catalog.indexByUuid(uuid);
    if (entry === undefined) {
      return undefined;
    }
    const { row, mapping } = mapDocument(entry.mapping, parseExactBytes(source));
    if (mapping !== entry.mapping) {
      catalog.setMapping(entry, mapping);
    }
    return row;
  };
}

/** A crash may have come between the removal of an index and that of its table. */
async function dropLeftTables(catalog: IndexCatalog, engine: Engine): Promise<void> {
  for (const table of catalog.dropping()) {
    await engine.execute(dropTable(table), { timeoutMs: DROP_MS_MAX });
    catalog.dropped(table);
  }
}

function identify(
  settings: Settings,
  catalog: IndexCatalog,
  address: { publish(): string },
): NodeIdentity {
  return {
    name: settings['node.name'] ?? hostname(),
    id: catalog.clusterUuid,
    clusterName: settings['cluster.name'],
    clusterUuid: catalog.clusterUuid,
    contentLengthMax: settings['http.max_content_length'],
    dataPath: resolve(settings['path.data']),
    publishAddress: () => address.publish(),
  };
}

interface ListenAt {
  readonly host: string;
  readonly port: number;
}

function bareHost(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

function boundAddress(app: FastifyInstance): string {
  const address = app.server.address();
  assert(address !== null && typeof address === 'object', 'the REST API does not listen on a port');
  const host = address.address.includes(':') ? `[${address.address}]` : address.address;
  return `${host}:${address.port}`;
}

/** Fails at once when the port is taken, before the engine is started for nothing. */
async function probePort(at: ListenAt): Promise<void> {
  const server = createServer();
  try {
    server.listen(at.port, at.host);
    await once(server, 'listening');
  } catch (error) {
    throw listenError({ setting: 'http', ...at }, error);
  }
  server.close();
  await once(server, 'close');
}

async function listen(app: FastifyInstance, at: ListenAt): Promise<string> {
  try {
    await app.listen(at);
    return `http://${boundAddress(app)}`;
  } catch (error) {
    throw listenError({ setting: 'http', ...at }, error);
  }
}

async function closeApp(app: FastifyInstance): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), CLOSE_MS_MAX);
  await app.close();
  clearTimeout(late);
}
