import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import { expect, test } from 'vitest';

/** Who may import whom. A package that is not listed here may be imported by none. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  common: [],
  agent: ['common'],
  store: ['common'],
  server: ['common'],
  ui: ['common'],
};

/** Imports that only the named files may have: what could be replaced one day has one place. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  chdb: ['packages/store/src/engine/'],
  echarts: ['packages/ui/src/charts/'],
  fastify: ['packages/store/src/rest/', 'packages/store/src/main.ts', 'packages/server/src/'],
  commander: ['bin/'],
  cborg: ['packages/store/src/rest/'],
  yaml: [
    'packages/common/src/settings/',
    'packages/server/src/alerting/',
    'packages/server/src/alerts/',
    'packages/store/src/ingest/user-agents/',
    'packages/store/src/rest/formats/',
    'tests/',
  ],
};

/** Values become SQL here only; `raw` is SQL text of our own. */
const MAY_USE_RAW = ['search', 'index', 'sql', 'engine', 'write'];

const LINES_MAX = 400;

const sources = globSync('packages/*/src/**/*.{ts,tsx}').sort().map(readSource);
const programs = [...sources, ...globSync(['tests/**/*.ts', 'bin/*.mjs']).map(readSource)];

interface Source {
  readonly path: string;
  readonly owner: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly string[];
}

function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(/(?:from|import\(|^import) ?'([^']+)'/gm)];
  return {
    path,
    owner: path.split('/')[1] ?? '',
    text,
    lines: text.trimEnd().split('\n').length,
    imports: imports.map(([, target = '']) => target),
  };
}

const pathsOf = (files: readonly Source[]) => files.map(({ path }) => path);
const isTest = ({ path }: Source) => /\.test\.tsx?$|\/testing(\.ts|\/)/.test(path);

test('there is something to look at', () => {
  expect(sources.length).toBeGreaterThan(50);
});

test.each(Object.entries(MAY_IMPORT))('%s keeps to its layer', (owner, allowed) => {
  const strangers = sources
    .filter((file) => file.owner === owner)
    .flatMap(({ path, imports }) => {
      const packages = imports.flatMap((target) => /^@longshore\/([^/]+)/.exec(target)?.[1] ?? []);
      return packages.filter((name) => !allowed.includes(name)).map((name) => `${path}: ${name}`);
    });
  expect(strangers).toEqual([]);
});

test('no file reaches into another package by a path', () => {
  const depth = (path: string) => path.split('/').length - 3;
  const escapes = sources.filter(({ path, imports }) =>
    imports.some((target) => (target.match(/\.\.\//g)?.length ?? 0) > depth(path)),
  );
  expect(pathsOf(escapes)).toEqual([]);
});

test.each(Object.entries(ONLY))('%s is imported where it belongs', (name, allowed) => {
  const importers = programs.filter(({ imports }) =>
    imports.some((target) => target === name || target.startsWith(`${name}/`)),
  );
  const strangers = pathsOf(importers).filter((path) => !allowed.some((at) => path.startsWith(at)));
  expect(strangers).toEqual([]);
});

test('a feature of the UI or the server does not import another feature', () => {
  const feature = (path: string) => /^packages\/ui\/src\/features\/([^/]+)/.exec(path)?.[1];
  const strangers = sources.filter(({ path, imports }) => {
    const own = feature(path);
    return own !== undefined && imports.some((target) => reachesFeature(path, target, own));
  });
  expect(pathsOf(strangers)).toEqual([]);
});

function reachesFeature(path: string, target: string, own: string): boolean {
  if (!target.startsWith('.')) {
    return false;
  }
  const full = new URL(target, `file:///${path}`).pathname;
  const other = /^\/packages\/ui\/src\/features\/([^/]+)\//.exec(full)?.[1];
  return other !== undefined && other !== own;
}

test('no file is longer than a reader can hold', () => {
  expect(pathsOf(programs.filter(({ lines }) => lines > LINES_MAX))).toEqual([]);
});

test('only programs read the environment; the parts get settings', () => {
  const readers = sources.filter((file) => file.text.includes('process.env') && !isTest(file));
  expect(pathsOf(readers)).toEqual([]);
});

test('nobody writes to the console; there is a log', () => {
  const writers = sources.filter((file) => /\bconsole\.\w+\(/.test(file.text) && !isTest(file));
  expect(pathsOf(writers)).toEqual([]);
});

test('SQL text is written only where SQL is made', () => {
  const rawImport = /import \{[^}]*\braw\b[^}]*\} from '[^']*\/sql\.ts'/;
  const folder = (path: string) => /^packages\/store\/src\/([^/]+)\//.exec(path)?.[1] ?? '';
  const users = sources.filter((file) => rawImport.test(file.text) && !isTest(file));
  expect(users.length).toBeGreaterThan(0);
  expect(pathsOf(users).filter((path) => !MAY_USE_RAW.includes(folder(path)))).toEqual([]);
});

test('no test is skipped without a reason in its name, and none runs alone', () => {
  const skipping = /\b(?:test|it|describe)\.(?:skip|only|todo|fails)\(/;
  expect(pathsOf(programs.filter(({ text }) => skipping.test(text)))).toEqual([]);
});

test('work that is left has an issue', () => {
  const left = new RegExp(`\\b(?:${['TO', 'FIX'].join('DO|')}ME)\\b(?!\\(#\\d+\\))`);
  expect(pathsOf(programs.filter(({ text }) => left.test(text)))).toEqual([]);
});

test('both languages have the same texts', () => {
  const keysOf = (path: string) =>
    Object.keys(flatten(JSON.parse(readFileSync(path, 'utf8')))).sort();
  const [english = '', korean = ''] = ['en', 'ko'].map(
    (language) => `packages/ui/src/i18n/${language}.json`,
  );
  // Korean has one plural form, English has two.
  const singular = (keys: readonly string[]) => [
    ...new Set(keys.map((key) => key.replace(/_(?:one|other)$/, ''))),
  ];
  expect(singular(keysOf(korean))).toEqual(singular(keysOf(english)));
});

function flatten(value: unknown, prefix = ''): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    return { [prefix]: value };
  }
  const parts = Object.entries(value).map(([key, item]) =>
    flatten(item, prefix === '' ? key : `${prefix}.${key}`),
  );
  return Object.assign({}, ...parts);
}

test('every dependency has a line that says why it is there', () => {
  const page = readFileSync('docs/internals/dependencies.md', 'utf8');
  const named = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  const direct = globSync(['package.json', 'packages/*/package.json']).flatMap((path) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(path, 'utf8'));
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  const missing = direct.filter((name) => !name.startsWith('@longshore/') && !named.has(name));
  expect([...new Set(missing)]).toEqual([]);
});

test('the lock file holds the binaries of every platform, so that npm ci works on all', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const missing = Object.entries<{ optionalDependencies?: object }>(packages).flatMap(
    ([at, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          packages[`node_modules/${name}`] === undefined &&
          packages[`${at}/node_modules/${name}`] === undefined,
      ),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved": "https?:/);
});
