import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Command } from 'commander';

/** Ending takes at most 5 s; who has not ended then is ended. */
const STOP_MS_MAX = 4_900;
/** How long a process waits for its predecessor that is about to end, before it says that the data is in use. */
const PREDECESSOR_MS_MAX = 6_000;

const home = dirname(dirname(fileURLToPath(import.meta.url)));
const DEFAULT_FILE = 'longshore.yml';

const roles = {
  up: { summary: 'run store, server and agent together', dist: 'packages/server/dist/up/up.js' },
  store: { summary: 'run the store (REST API)', dist: 'packages/store/dist/main.js' },
  server: { summary: 'run the server (web pages)', dist: 'packages/server/dist/main.js' },
  agent: { summary: 'run the agent (metrics and logs)', dist: 'packages/agent/dist/main.js' },
};

const collect = (value, previous) => [...previous, value];

function program() {
  const longshore = new Command('longshore')
    .description('Metrics, logs and alerts for container hosts.')
    .showHelpAfterError('(add --help to see what is possible)');
  for (const [role, { summary }] of Object.entries(roles)) {
    longshore
      .command(role)
      .description(summary)
      .option(
        '-c, --config <file>',
        `settings file, may be given several times (./${DEFAULT_FILE} if there is one)`,
        collect,
        [],
      )
      .option('-E, --set <key=value>', 'one setting, may be given several times', collect, [])
      .option('--print-config', 'print all settings as they will be used, and end')
      .addHelpText('after', '\nAll settings: docs/reference/settings.md')
      .action((options) => runRole(role, options));
  }
  longshore
    .command('version')
    .description('print the version')
    .action(() => {
      const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
      process.stdout.write(`Longshore ${version} (Node ${process.version}, ${process.platform})\n`);
    });
  return longshore;
}

async function runRole(role, options) {
  const controller = new AbortController();
  const starting = start(role, options, controller.signal);
  endOnSignals(controller, starting);
  try {
    const running = await starting;
    process.send?.({ kind: 'ready', addresses: running.addresses });
    if (process.send === undefined && role !== 'up') {
      process.stdout.write(`${role} is ready ${running.addresses.join(', ')}\n`);
    }
  } catch (error) {
    if (!controller.signal.aborted) {
      await refuse(error);
    }
  }
}

async function start(role, options, signal) {
  const settings = await readSettings(options);
  if (options.printConfig) {
    const { printSettings } = await load('packages/common/dist/settings/print.js');
    process.stdout.write(printSettings(settings), () => process.exit(0));
    return new Promise(() => undefined);
  }
  const { run } = await load(roles[role].dist);
  const lock = await lockData(role, settings);
  try {
    const print = (line) => process.stdout.write(`${line}\n`);
    const running = await run(settings, { args: argsFor(options), signal, print });
    return {
      addresses: running.addresses,
      stop: () => running.stop().finally(() => lock?.release()),
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Two stores, or two agents, must not write the same files. The server has none; `up` has its own lock. */
async function lockData(role, settings) {
  if (role === 'server' || role === 'up') {
    return undefined;
  }
  const { takeLock } = await load('packages/server/dist/up/lock.js');
  return takeLock(join(settings['path.data'], `${role}.lock`), PREDECESSOR_MS_MAX);
}

async function readSettings({ config, set }) {
  const { loadSettings } = await load('packages/common/dist/settings/load.js');
  return loadSettings({
    files: filesFor(config).map((name) => ({ name, text: readText(name) })),
    overrides: [`path.home=${home}`, ...set],
    env: process.env,
  });
}

function filesFor(config) {
  return config.length === 0 && existsSync(DEFAULT_FILE) ? [DEFAULT_FILE] : config;
}

function readText(name) {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    throw new Refusal(`the settings file ${name} cannot be read: ${error.message}`);
  }
}

function argsFor({ config, set }) {
  return [
    ...filesFor(config).flatMap((name) => ['-c', name]),
    ...set.flatMap((setting) => ['-E', setting]),
  ];
}

/** A reason to stop that a person can act on, as the errors of the processes are. */
class Refusal extends Error {
  name = 'LongshoreError';
}

async function load(path) {
  const file = join(home, path);
  if (!existsSync(file)) {
    throw new Refusal(
      'this checkout is not built yet; type `npm start`, which builds what is missing, or `npm run build`',
    );
  }
  return await import(pathToFileURL(file).href);
}

async function refuse(error) {
  const isOurs = error instanceof Error && error.name === 'LongshoreError';
  const reason = isOurs ? error.message : (error?.stack ?? String(error));
  process.stderr.write(`longshore: ${reason}\n`);
  if (isOurs && process.send !== undefined) {
    await new Promise((resolve) => process.send({ kind: 'refused', reason }, resolve));
  }
  process.exit(1);
}

/** SIGTERM, Ctrl-C and the end of the supervisor stop the process; a second Ctrl-C ends it at once. */
function endOnSignals(controller, starting) {
  const stop = async () => {
    if (controller.signal.aborted) {
      return;
    }
    controller.abort(new Error('stopped'));
    let hasStarted = false;
    setTimeout(() => {
      process.stderr.write('longshore: could not stop in time\n');
      process.exit(hasStarted ? 1 : 0);
    }, STOP_MS_MAX);
    // A start that fails now has nothing left to stop.
    const running = await starting.catch(() => undefined);
    hasStarted = true;
    await running?.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => (controller.signal.aborted ? process.exit(130) : stop()));
  process.on('SIGTERM', stop);
  // Node undoes what `nohup` does. Whose words go to no terminal does not end with one.
  process.on('SIGHUP', () => (process.stdout.isTTY ? stop() : undefined));
  process.on('disconnect', stop);
}

// Who reads our words may go away (`longshore up | head`); the work goes on.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
await program().parseAsync();
