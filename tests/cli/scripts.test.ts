import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const LOCK = JSON.stringify({
  name: 'a',
  lockfileVersion: 3,
  packages: { '': { name: 'a' } },
});

let folder = '';
let root = '';
beforeEach(() => {
  // In a folder of its own: some scripts look for what is beside the project.
  folder = mkdtempSync(join(tmpdir(), 'longshore-scripts-'));
  root = join(folder, 'project');
  cpSync('scripts', join(root, 'scripts'), { recursive: true });
  cpSync('tests/support/needs.json', join(root, 'tests/support/needs.json'));
  write('package.json', '{"name":"a","private":true,"type":"module"}');
  write('package-lock.json', LOCK);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function runScript(name: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${name}`], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  return { status, stdout, stderr };
}

/** A checkout that is installed and has sources; the compilers are stand-ins that write what is looked for. */
function installed(): void {
  write('node_modules/.longshore-lock.json', LOCK);
  write('node_modules/typescript/package.json', '{"type":"commonjs"}');
  write('node_modules/vite/package.json', '{"type":"commonjs"}');
  // Like the compiler: it writes again only when it is told to forget what it knows.
  const compile = `const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
  if (!existsSync('notes') || process.argv.includes('--force')) {
    writeFileSync('notes', '');
    for (const file of ['common/dist/settings/load', 'store/dist/main', 'agent/dist/main', 'server/dist/main',
      'server/dist/up/up']) {
      mkdirSync('packages/' + file + '/..', { recursive: true });
      writeFileSync('packages/' + file + '.js', '');
    }
  }`;
  write('node_modules/typescript/bin/tsc', compile);
  const bundle = `require('node:fs').mkdirSync('dist', { recursive: true });
    require('node:fs').writeFileSync('dist/index.html', '');`;
  write('node_modules/vite/bin/vite.js', bundle);
  write('packages/store/src/main.ts', '');
  write('packages/ui/src/main.tsx', '');
}

test('prepare installs when nothing is installed, and says what takes so long', () => {
  const { status, stdout } = runScript('prepare.mjs');
  expect(stdout).toMatch(/Installing what Longshore is made of.*180 MB.*Installed in/s);
  // Nothing is in this lock file, so there is no compiler.
  expect(stdout).toContain('Building the processes failed:');
  expect(status).toBe(1);
});

test('prepare installs again when the lock file has changed', () => {
  installed();
  write('package-lock.json', `${LOCK}\n`);
  expect(runScript('prepare.mjs').stdout).toContain('Installed in');
});

test('prepare takes over what was installed by hand', () => {
  installed();
  write('node_modules/.longshore-lock.json', 'old');
  write('node_modules/.package-lock.json', LOCK);
  expect(runScript('prepare.mjs').stdout).not.toContain('Install');
});

test('prepare builds once, and then only what has changed', () => {
  installed();
  const first = runScript('prepare.mjs');
  expect(first.stdout).toMatch(/Building the processes .*Building the web pages .*Built/s);
  expect(runScript('prepare.mjs')).toEqual({ status: 0, stdout: '', stderr: '' });
  const later = Date.now() / 1_000 + 60;
  utimesSync(join(root, 'packages/ui/src/main.tsx'), later, later);
  const second = runScript('prepare.mjs').stdout;
  expect(second).toContain('Building the web pages');
  expect(second).not.toContain('Building the processes');
});

test('prepare builds again what was deleted', () => {
  installed();
  runScript('prepare.mjs');
  rmSync(join(root, 'packages/store/dist'), { recursive: true });
  expect(runScript('prepare.mjs').stdout).toContain('Building the processes');
  expect(existsSync(join(root, 'packages/store/dist/main.js'))).toBe(true);
});

test('prepare tells why a build failed', () => {
  installed();
  write('node_modules/typescript/bin/tsc', `console.log('a.ts(1,1): error'); process.exit(2);`);
  const { status, stdout } = runScript('prepare.mjs');
  expect(stdout).toContain('Building the processes failed:\na.ts(1,1): error');
  expect(status).toBe(1);
});

/** Stand-ins for the tools of a test run; Vitest writes the given report. */
function tools(report: object, statuses: Readonly<Record<string, number>> = {}): void {
  const paths = {
    biome: '@biomejs/biome/bin/biome',
    tsc: 'typescript/bin/tsc',
    knip: 'knip/bin/knip.js',
  };
  write('node_modules/package.json', '{"type":"commonjs"}');
  for (const [name, path] of Object.entries(paths)) {
    write(`node_modules/${path}`, `process.exit(${statuses[name] ?? 0});`);
  }
  write(
    'node_modules/vitest/vitest.mjs',
    `import { writeFileSync } from 'node:fs';
    const output = process.argv.find((word) => word.startsWith('--outputFile.json='));
    writeFileSync(output.split('=')[1], ${JSON.stringify(JSON.stringify(report))});
    process.exit(${statuses.vitest ?? 0});`,
  );
}

const report = (numbers: object = {}) => ({
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [],
  ...numbers,
});

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);
// Root's programs are found in any case; those of PATH are not.
const NOTHING = { PATH: '' };

test('a test run ends with the sum of all its parts', () => {
  tools(report());
  const { status, stdout } = runScript('test.mjs', NOTHING);
  expect(lastLine(stdout)).toBe('15 passed, 0 failed, 3 skipped');
  expect(status).toBe(0);
});

test('what is missing is skipped in one line that says how to get it', () => {
  tools(report());
  const { stdout } = runScript('test.mjs', NOTHING);
  expect(stdout).toContain('skipped: tests/e2e; needs chromium: sudo apt-get install chromium\n');
});

test('what is required and missing fails the run', () => {
  tools(report());
  const required = { ...NOTHING, LONGSHORE_TEST_REQUIRE: 'chromium' };
  const { status, stdout } = runScript('test.mjs', required);
  expect(stdout).toContain('failed: chromium is required and missing (chromium)');
  expect(lastLine(stdout)).toBe('15 passed, 1 failed, 3 skipped');
  expect(status).toBe(1);
});

test.each<[string, object, Record<string, number>, string]>([
  ['a failed test', { numFailedTests: 1 }, { vitest: 1 }, '15 passed, 3 failed, 3 skipped'],
  ['a lint error', {}, { biome: 1 }, '15 passed, 1 failed, 3 skipped'],
  ['an error outside of a test', {}, { vitest: 1 }, '15 passed, 3 failed, 3 skipped'],
  [
    'a file that does not load',
    { testResults: [{ status: 'failed', assertionResults: [] }] },
    { vitest: 1 },
    '15 passed, 3 failed, 3 skipped',
  ],
])('%s fails the run', (_, numbers, statuses, line) => {
  tools(report(numbers), statuses);
  const { status, stdout } = runScript('test.mjs', NOTHING);
  expect(lastLine(stdout)).toBe(line);
  expect(status).toBe(1);
});
