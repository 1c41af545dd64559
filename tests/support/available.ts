import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a suite may need from the machine beyond Node. */
export type Need = 'docker' | 'chromium' | 'tcpdump' | 'fonts' | 'rsyslog';

interface NeedDefinition {
  readonly name: Need;
  /** Of each list one program must be there. */
  readonly programs: readonly (readonly string[])[];
  readonly files: readonly string[];
  readonly packages: readonly string[];
  readonly asRoot: boolean;
}

const needs: readonly NeedDefinition[] = JSON.parse(
  readFileSync(new URL('./needs.json', import.meta.url), 'utf8'),
);

/**
 * Whether a suite can run here: `describe.runIf(isAvailable('docker'))`. What `LONGSHORE_TEST_REQUIRE` names must
 * be there; otherwise this throws, so that a run which promises everything never skips in silence.
 */
export function isAvailable(name: Need): boolean {
  const told = process.env[`LONGSHORE_HAS_${name.toUpperCase()}`];
  const isThere = told === undefined ? isOnMachine(name) : told === '1';
  const required = (process.env.LONGSHORE_TEST_REQUIRE ?? '').split(',');
  if (!isThere && required.includes(name)) {
    throw new Error(`${name} is required (LONGSHORE_TEST_REQUIRE) and missing: ${howToGet(name)}`);
  }
  return isThere;
}

/** The path of the browser that drives the journeys. */
export function chromiumPath(): string {
  const path = findProgram(needOf('chromium').programs[0] ?? []);
  if (path === undefined) {
    throw new Error(`there is no Chromium on this machine: ${howToGet('chromium')}`);
  }
  return path;
}

function isOnMachine(name: Need): boolean {
  const { programs, files, asRoot } = needOf(name);
  return (
    programs.every((alternatives) => findProgram(alternatives) !== undefined) &&
    files.every((path) => existsSync(path)) &&
    (!asRoot || process.getuid?.() === 0)
  );
}

function howToGet(name: Need): string {
  const { packages, asRoot } = needOf(name);
  return `apt-get install ${packages.join(' ')}${asRoot ? ', and run as root' : ''}`;
}

function needOf(name: Need): NeedDefinition {
  const need = needs.find((candidate) => candidate.name === name);
  if (need === undefined) {
    throw new Error(`BUG: needs.json does not know ${name}`);
  }
  return need;
}

/** The first of the programs that is in `PATH`, or where Debian keeps those of the administrator. */
function findProgram(names: readonly string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return names
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or not for us: the same for the question.
    return false;
  }
}
