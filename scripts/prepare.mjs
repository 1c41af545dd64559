#!/usr/bin/env node
// Runs before `npm start` and `npm test`: installs what is missing and builds what is out of date, without any
// dependency. When all is fresh it only looks at file times.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statfsSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MIN = [20, 19];
const INSTALL_MB = 1_100;
/** npm writes its two lock files one after the other. */
const LOCK_SLACK_MS = 5_000;
const PROGRESS_MS = process.stdout.isTTY ? 1_000 : 30_000;
const HELP = `Usage: node scripts/prepare.mjs [--for start|test] [--force]

Installs the dependencies when they are missing or older than package-lock.json, and builds what is out of date.
  --for start   builds the processes and the web pages (default)
  --for test    the same; tests run the real programs
  --force       builds even what is fresh
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is built, from what, and the file that says when. */
const builds = [
  {
    label: 'the processes',
    stamp: 'dist/.stamp-processes',
    products: [
      'packages/common/dist/settings/load.js',
      'packages/server/dist/up/up.js',
      ...['store', 'server', 'agent'].map((name) => `packages/${name}/dist/main.js`),
    ],
    sources: ['common', 'store', 'server', 'agent'].map((name) => `packages/${name}/src`),
    files: ['tsconfig.base.json', 'package-lock.json'],
    command: ['node_modules/typescript/bin/tsc', '-b', 'packages/server', 'packages/agent'],
    // The compiler looks at its notes, not at what it wrote.
    afresh: '--force',
    folder: '.',
  },
  {
    label: 'the web pages',
    stamp: 'dist/.stamp-ui',
    products: ['packages/ui/dist/index.html'],
    sources: ['packages/ui/src', 'packages/ui/public', 'packages/common/src'],
    files: ['packages/ui/index.html', 'packages/ui/vite.config.ts', 'package-lock.json'],
    command: ['../../node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    folder: 'packages/ui',
  },
];

async function main(args) {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  checkNode();
  const wasInstalled = await installIfNeeded();
  for (const build of builds) {
    const isMissing = build.products.some((path) => !existsSync(at(path)));
    const isForced = args.includes('--force') || isMissing;
    if (wasInstalled || isForced || isOutOfDate(build)) {
      await runBuild(build, isForced);
    }
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    fail(
      `Longshore needs Node ${NODE_MIN.join('.')} or newer; this is ${process.version} (${process.execPath}).`,
    );
  }
}

/** Our copy in `node_modules` says from which lock file it was installed. */
async function installIfNeeded() {
  const lock = readFileSync(at('package-lock.json'), 'utf8');
  const copy = at('node_modules/.longshore-lock.json');
  if (existsSync(copy) && readFileSync(copy, 'utf8') === lock) {
    return false;
  }
  // Somebody ran `npm ci` or `npm install` by hand: the times tell whether it is as new as the lock file.
  const installedMs = modifiedMs('node_modules/.package-lock.json');
  if (installedMs + LOCK_SLACK_MS >= modifiedMs('package-lock.json')) {
    writeFileSync(copy, lock);
    return false;
  }
  say(
    'Installing what Longshore is made of. The storage engine alone is a 180 MB download (570 MB on\n' +
      'disk), so the first time takes a minute or more.',
  );
  const startedMs = Date.now();
  const stopProgress = showProgress(startedMs);
  const npm = process.env.npm_execpath;
  const command = npm === undefined ? ['npm'] : [process.execPath, npm];
  const flags = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--no-fund',
    '--no-audit',
    '--loglevel=error',
  ];
  const { status, output } = await runCommand([...command, ...flags], root);
  stopProgress();
  if (status !== 0) {
    fail(`npm ci failed:\n${output}\nIs the npm registry reachable? Try: npm ci --ignore-scripts`);
  }
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, lock);
  say(`Installed in ${seconds(startedMs)}.`);
  return true;
}

/** Says every now and then how far it is; the free space of the disk tells about how much was unpacked. */
function showProgress(startedMs) {
  const freeMb = () => {
    const { bavail, bsize } = statfsSync(root);
    return (bavail * bsize) / 1e6;
  };
  const freeBeforeMb = freeMb();
  const timer = setInterval(() => {
    const doneMb = Math.min(INSTALL_MB, Math.max(0, Math.round(freeBeforeMb - freeMb())));
    const text = `  ${seconds(startedMs)}: about ${doneMb} of ${INSTALL_MB} MB unpacked`;
    process.stdout.write(process.stdout.isTTY ? `\r${text}` : `${text}\n`);
  }, PROGRESS_MS);
  return () => {
    clearInterval(timer);
    process.stdout.write(process.stdout.isTTY ? '\r\u001B[K' : '');
  };
}

function isOutOfDate({ stamp, sources, files }) {
  const builtMs = modifiedMs(stamp);
  return (
    builtMs === 0 ||
    files.some((path) => modifiedMs(path) > builtMs) ||
    sources.some((path) => newestMs(at(path), builtMs) > builtMs)
  );
}

/** The newest time below a folder; stops looking when it has found one that is newer than `enoughMs`. */
function newestMs(folder, enoughMs) {
  if (!existsSync(folder)) {
    return 0;
  }
  // The time of a folder changes when a file in it appears or disappears.
  let newest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (newest > enoughMs) {
      return newest;
    }
    const path = join(folder, entry.name);
    newest = Math.max(
      newest,
      entry.isDirectory() ? newestMs(path, enoughMs) : statSync(path).mtimeMs,
    );
  }
  return newest;
}

async function runBuild({ label, stamp, command, afresh, folder }, isForced) {
  say(`Building ${label} ...`);
  const startedMs = Date.now();
  const flags = isForced && afresh !== undefined ? [afresh] : [];
  const { status, output } = await runCommand([process.execPath, ...command, ...flags], at(folder));
  if (status !== 0) {
    fail(`Building ${label} failed:\n${output}`);
  }
  mkdirSync(dirname(at(stamp)), { recursive: true });
  writeFileSync(at(stamp), '');
  // What is changed while the build runs must be newer than the stamp, so that it is built the next time.
  utimesSync(at(stamp), startedMs / 1_000, startedMs / 1_000);
  say(`Built in ${seconds(startedMs)}.`);
}

function runCommand([program, ...args], cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.once('error', (error) => resolve({ status: undefined, output: error.message }));
    child.once('close', (status) => resolve({ status, output }));
  });
}

function modifiedMs(path) {
  return statSync(at(path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

const at = (path) => join(root, path);
const seconds = (startedMs) => `${((Date.now() - startedMs) / 1_000).toFixed(1)} s`;

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(reason) {
  say(reason);
  process.exit(1);
}

await main(process.argv.slice(2));
