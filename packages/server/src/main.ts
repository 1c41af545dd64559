import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errors } from '@longshore/common/errors';
import { assertLoopback } from '@longshore/common/http-guard';
import { listenError } from '@longshore/common/listen';
import type { RunningProcess, RunProcess } from '@longshore/common/process';
import type { Settings } from '@longshore/common/settings/catalogue';
import type { FastifyInstance } from 'fastify';
import { openAlerting } from './alerting/alerting.ts';
import { parseRules, type Rule } from './alerting/rules.ts';
import { alertRoutes } from './alerts/routes.ts';
import { buildApp } from './app.ts';
import { openEventStreams } from './event-stream.ts';
import { openInventoryPoller } from './inventory/poller.ts';
import { inventoryRoutes } from './inventory/routes.ts';
import { openSnapshotTaker } from './inventory/snapshot.ts';
import { openLog } from './log.ts';
import { logRoutes } from './logs/routes.ts';
import { openLogTails } from './logs/tail.ts';
import { recoveryRoutes } from './recovery/routes.ts';
import { SearchClient } from './search-client.ts';
import { statusRoutes } from './status/routes.ts';

/** Folders beside this one, the same from source and from the build. */
const UI_FOLDER = fileURLToPath(new URL('../../ui/dist', import.meta.url));
const RULES_PATH = fileURLToPath(new URL('../rules/containers.yml', import.meta.url));
const PACKAGE_PATH = fileURLToPath(new URL('../package.json', import.meta.url));

/** Starts the server: the UI, its API and the evaluation of alert rules. It works before its store does. */
export const run: RunProcess = async (settings) => {
  const startedAtMs = Date.now();
  assertLoopback('server.host', settings['server.host']);
  const rules = await readRules(settings['alerting.rules.path'] ?? RULES_PATH);
  const version = await readVersion();
  const log = openLog(settings['logging.level']);
  const client = new SearchClient(storeHosts(settings));
  const streams = openEventStreams();
  const poller = openInventoryPoller(openSnapshotTaker(client), log);
  const tails = openLogTails(client);
  const alerting = openAlerting(client, rules, log);

  const app = await buildApp({ log, uiFolder: UI_FOLDER });
  inventoryRoutes(app, { client, poller, streams });
  logRoutes(app, { client, tails, streams });
  alertRoutes(app, client);
  recoveryRoutes(app, client);
  const problems = async () => (await poller.current()).problems;
  statusRoutes(app, { client, version, problems });

  const close = async () => {
    streams.close();
    poller.close();
    tails.close();
    await alerting.stop();
    await app.close();
    client.close();
  };
  const address = await listen(app, settings).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  alerting.start();
  log.info(
    { 'url.full': address, 'event.duration_ms': Date.now() - startedAtMs },
    'server started',
  );
  return runningProcess(address, close);
};

function runningProcess(address: string, close: () => Promise<void>): RunningProcess {
  let closing: Promise<void> | undefined;
  return {
    addresses: [address],
    stop() {
      closing ??= close();
      return closing;
    },
  };
}

async function listen(app: FastifyInstance, settings: Settings): Promise<string> {
  const { 'server.host': host, 'server.port': port } = settings;
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw listenError({ setting: 'server', host, port }, error);
  }
}

/** The own store, unless another one is named. */
function storeHosts(settings: Settings): readonly string[] {
  const hosts = settings['elasticsearch.hosts'];
  if (hosts !== undefined && hosts.length > 0) {
    return hosts;
  }
  const host = settings['http.host'];
  return [
    `http://${host.includes(':') ? `[${host.replace(/^\[|\]$/g, '')}]` : host}:${settings['http.port']}`,
  ];
}

async function readRules(path: string): Promise<Rule[]> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw errors.settings(`[alerting.rules.path] cannot be read: ${cause.message}`);
  });
  return parseRules(path, text);
}

async function readVersion(): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(PACKAGE_PATH, 'utf8'));
  return version;
}
