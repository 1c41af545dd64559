import { expect, test } from 'vitest';
import { expandExpression, type NamedTarget } from './expression.ts';
import type { ResolveOptions } from './target.ts';

const index = (name: string, isHidden = false): NamedTarget => ({ name, kind: 'index', isHidden });
const ALL = new Map(
  [
    index('logs-1'),
    index('logs-2'),
    index('metrics'),
    index('logs-2024.05.01'),
    index('secret', true),
    index('.ds-x-000001', true),
    { name: 'x', kind: 'data_stream', isHidden: false } as const,
  ].map((target) => [target.name, target]),
);
const NAMES = { get: (name: string) => ALL.get(name), all: () => ALL.values() };
const USUAL: ResolveOptions = {
  ignoreUnavailable: false,
  allowNoIndices: true,
  expandWildcards: new Set(['open']),
};

const expand = (expression: string, options: Partial<ResolveOptions> = {}) =>
  expandExpression(
    expression,
    { ...USUAL, ...options },
    { names: NAMES, now: new Date('2024-05-01T10:00:00Z') },
  ).map(({ name }) => name);

test.each([
  ['', ['logs-1', 'logs-2', 'metrics', 'logs-2024.05.01', 'x']],
  ['_all', ['logs-1', 'logs-2', 'metrics', 'logs-2024.05.01', 'x']],
  ['logs-?', undefined],
  ['logs-*,-logs-2*', ['logs-1']],
  ['metrics,logs-1', ['metrics', 'logs-1']],
  ['<logs-{now/d}>', ['logs-2024.05.01']],
  ['.ds-*', ['.ds-x-000001']],
  ['s*', []],
  ['nothing*', []],
])('%s stands for %j', (expression, names) => {
  if (names) {
    expect(expand(expression)).toEqual(names);
  } else {
    expect(() => expand(expression)).toThrow(`no such index [${expression}]`);
  }
});

test('every wildcard has to find something where none is not allowed', () => {
  const strict = { allowNoIndices: false };
  expect(() => expand('logs-1,nothing*', strict)).toThrow('no such index [nothing*]');
  expect(expand('x*', strict)).toEqual(['x']);
  expect(() => expand('x*', { ...strict, expandsToIndices: true })).toThrow('[x*]');
});

test('hidden ones come when they are asked for', () => {
  expect(expand('s*', { expandWildcards: new Set(['open', 'hidden']) })).toEqual(['secret']);
});

test('a missing name is an error unless unavailable ones are ignored; a wildcard unless it must find', () => {
  expect(() => expand('nix')).toThrow('no such index [nix]');
  expect(expand('nix,metrics', { ignoreUnavailable: true })).toEqual(['metrics']);
  expect(() => expand('nothing*', { allowNoIndices: false })).toThrow('no such index [nothing*]');
});

test('a minus without a wildcard before it is part of a name', () => {
  expect(() => expand('logs-1,-logs-1')).toThrow('no such index [-logs-1]');
});
