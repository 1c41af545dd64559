#!/usr/bin/env node
// Runs the REST conformance tests, which live beside the project, against a store of our own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HELP = `Usage: node scripts/conformance.mjs [--update] [RUNNER OPTIONS]

Starts a store with its data in a temporary folder and runs the REST tests in ../shared/conformance against it. Fails
only for tests that passed when tests/conformance.expected.json was written: what is won is not to be lost again. Does nothing
where the tests are not there.

  --update   write tests/conformance.expected.json anew from what passes now
`;

const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const suite = join(root, '../shared/conformance');
const baseline = join(root, 'tests/conformance.expected.json');

async function main(args) {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (!existsSync(join(suite, 'run.mjs'))) {
    process.stdout.write('skipped: the conformance tests are not beside the project\n');
    return 0;
  }
  const status = await runOnce(args);
  // Some tests measure time, which a busy machine loses: what is lost has to be lost twice, on a store anew.
  return status === 0 ? status : runOnce(args);
}

async function runOnce(args) {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-conformance-'));
  const store = await startStore(folder);
  try {
    return run(args, store.url, join(folder, 'results.json'));
  } finally {
    store.child.kill('SIGTERM');
    await once(store.child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startStore(folder) {
  const settings = { 'path.data': join(folder, 'data'), 'path.logs': folder, 'http.port': 0 };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-E', `${key}=${value}`]);
  const child = spawn(process.execPath, [join(root, 'bin/longshore'), 'store', ...flags], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = new Promise((resolve, reject) => {
    child.on('message', ({ kind, addresses }) => kind === 'ready' && resolve(addresses[0]));
    child.once('exit', (status) => reject(new Error(`the store ended with status ${status}`)));
  });
  return { child, url: await ready };
}

function run(args, url, results) {
  const isUpdate = args.includes('--update');
  const compared = isUpdate || !existsSync(baseline) ? [] : ['--baseline', baseline];
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...[join(suite, 'run.mjs'), '--url', url, '--tests', join(suite, 'rest-api')],
      ...['--json', results, '--max-failures', '0', ...compared],
      ...args.filter((one) => one !== '--update'),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: OUTPUT_BYTES_MAX,
    },
  );
  // Its closing line would be taken for that of all tests.
  process.stdout.write(
    stdout.replace(/^(\d+) passed, (\d+) failed/m, 'conformance: $1 passed, $2 not'),
  );
  if (isUpdate && existsSync(results)) {
    writeFileSync(baseline, summary(JSON.parse(readFileSync(results, 'utf8'))));
    return 0;
  }
  return status ?? 1;
}

/** The tests that passed, one on a line, in the form that the runner reads. */
function summary({ results }) {
  const lines = results
    .filter(({ state }) => state === 'passed')
    .map(({ id, name, state }) => JSON.stringify({ id, name, state }))
    .sort();
  return `{"results":[\n${lines.join(',\n')}\n]}\n`;
}

process.exitCode = await main(process.argv.slice(2));
