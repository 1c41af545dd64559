#!/usr/bin/env node
// What `npm test` does: installs what the tests need and the machine lacks, checks, tests, and sums up.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HELP = `Usage: npm test [-- WORD]

Installs (as root on Debian and Ubuntu) what the tests need: Docker Engine, Chromium, tcpdump, fonts. Elsewhere the
suites that need them are skipped, and the summary says so. Then checks format, types and dead code, and runs all
tests. The last line is the sum: N passed, N failed, N skipped. With a word, only the parts with it in their name
are run: format and lint, types, dead code, tidiness, units, engine and pages, the whole system, REST conformance.

  LONGSHORE_TEST_REQUIRE=docker,chromium   what must not be skipped: a missing part fails the run
`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const needs = JSON.parse(readFileSync(join(root, 'tests/support/needs.json'), 'utf8'));
const isRoot = process.getuid?.() === 0;

const STEPS = [
  { name: 'format and lint', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-b'] },
  { name: 'dead code', command: ['node_modules/knip/bin/knip.js'] },
  { name: 'tidiness', projects: ['tidy'] },
  { name: 'units, engine and pages', projects: ['unit', 'engine', 'ui'] },
  { name: 'the whole system', projects: ['system'] },
  { name: 'REST conformance', command: ['scripts/conformance.mjs'] },
];

function main(args) {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return;
  }
  installMissing();
  const missing = needs.filter((need) => !isThere(need));
  const required = (process.env.LONGSHORE_TEST_REQUIRE ?? '').split(',').filter(Boolean);
  const env = { ...process.env };
  for (const need of needs) {
    env[`LONGSHORE_HAS_${need.name.toUpperCase()}`] = missing.includes(need) ? '0' : '1';
  }
  const steps = STEPS.filter(({ name }) => args.length === 0 || name.includes(args[0]));
  const results = steps.map((step) => runStep(step, env));
  results.push(...missing.filter(({ name }) => required.includes(name)).map(missingRequired));
  sumUp(results, missing);
}

function installMissing() {
  const missing = needs.filter(
    (need) => !need.programs.every(hasOneOf) || !need.files.every(existsSync),
  );
  if (missing.length === 0) {
    return;
  }
  const packages = missing.flatMap((need) => need.packages);
  if (!isRoot || !hasOneOf(['apt-get'])) {
    return;
  }
  say(`Installing what the tests need and this machine lacks: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' };
  const update = spawnSync('apt-get', ['update', '-q'], options);
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packages];
  const result = spawnSync('apt-get', install, options);
  if (result.status !== 0) {
    say(`apt-get could not install them:\n${update.stderr}${result.stderr}`);
  }
}

const isThere = (need) =>
  need.programs.every(hasOneOf) && need.files.every(existsSync) && (isRoot || !need.asRoot);

function hasOneOf(names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return names.some((name) => folders.some((folder) => isExecutable(join(folder, name))));
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the same for the question.
    return false;
  }
}

function runStep(step, env) {
  say(`\n== ${step.name}`);
  if (step.projects !== undefined) {
    return runVitest(step, env);
  }
  const { status } = spawnSync(process.execPath, step.command, {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return { name: step.name, passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

function runVitest({ name, projects }, env) {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-test-'));
  const output = join(folder, 'result.json');
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${output}`,
      ],
      { cwd: root, env, stdio: 'inherit' },
    );
    return { name, ...count(output, status) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(output, status) {
  if (!existsSync(output)) {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const report = JSON.parse(readFileSync(output, 'utf8'));
  // A file that does not even load has no tests that could fail.
  const broken = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status: s }) => s === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    // An error outside of any test fails the run as well.
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function missingRequired({ name, packages }) {
  return {
    name: `${name} is required and missing (${packages.join(' ')})`,
    passed: 0,
    failed: 1,
    skipped: 0,
  };
}

function sumUp(results, missing) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  say('');
  for (const { name, passed, failed, skipped } of results) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
    if (failed > 0) {
      say(`failed: ${name}`);
    }
  }
  for (const { suites, packages, asRoot } of missing) {
    if (suites !== '') {
      const asWho = asRoot && !isRoot ? ' and root' : '';
      say(
        `skipped: ${suites}; needs ${packages.join(', ')}${asWho}: sudo apt-get install ${packages.join(' ')}`,
      );
    }
  }
  say(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
  process.exitCode = sum.failed === 0 ? 0 : 1;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2));
