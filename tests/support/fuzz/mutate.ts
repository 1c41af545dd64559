import { gzipSync } from 'node:zlib';
import type { Random } from './random.ts';

/** Deeper than any stack of a recursive reader. */
const DEPTH_LEVELS = 20_000;
const BOMB_BYTES = 8 * 1024 * 1024;

type Tree = unknown;

const STRANGE: readonly Tree[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, -1e-308, 2 ** 53, 4294967296, '', ' ', 'abc', '-1'],
  ...[
    '1e999',
    '\u0000',
    '\ud800',
    '\uffff',
    'x'.repeat(40_000),
    '*',
    '_id',
    '_source',
    '@timestamp',
  ],
  ...['now-1d/d', '2026-02-30T99:00:00Z', '{{ctx}}', '__proto__', 'constructor', '(((((', '[1 TO'],
  ...[[], {}, [[]], [{}], [null], [1, 'a', {}], { '': '' }, { a: { b: { c: {} } } }],
  ...[
    { '__proto__.x': 1 },
    { 'a..b': 1 },
    { '.': 1 },
    { ' ': 1 },
    12345678901234567890n,
    '/(a+)+$/',
  ],
];

const KEYS: readonly string[] = [
  ...[
    '',
    ' ',
    '.',
    'a.b',
    '__proto__',
    'constructor',
    'toString',
    '_id',
    'type',
    'query',
    'size',
    '*',
  ],
];

/** One to three changes somewhere in a value. */
export function mutateTree(tree: Tree, random: Random): Tree {
  let changed = tree;
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    changed = mutateOnce(changed, random);
  }
  return changed;
}

function mutateOnce(tree: Tree, random: Random): Tree {
  if (typeof tree !== 'object' || tree === null || random.oneIn(5)) {
    return random.pick(STRANGE);
  }
  if (Array.isArray(tree)) {
    return mutateList(tree, random);
  }
  const entries = Object.entries(tree);
  const at = random.below(entries.length || 1);
  const [key = 'x', value] = entries[at] ?? [];
  const change = random.below(8);
  if (change === 0) {
    entries.splice(at, 1);
  } else if (change === 1) {
    entries.push([random.pick(KEYS), random.pick(STRANGE)]);
  } else if (change === 2) {
    entries[at] = [random.pick(KEYS), value];
  } else {
    entries[at] = [key, mutateOnce(value, random)];
  }
  return Object.fromEntries(entries);
}

function mutateList(list: readonly unknown[], random: Random): Tree {
  const at = random.below(list.length || 1);
  const change = random.below(4);
  if (change === 0) {
    return list.toSpliced(at, 1);
  }
  if (change === 1) {
    return Array.from({ length: 300 }, () => list[at]);
  }
  return list.length === 0 ? [random.pick(STRANGE)] : list.with(at, mutateOnce(list[at], random));
}

/** JSON text; integers beyond 2^53 as they are. */
export function textOf(tree: Tree): string {
  const text = JSON.stringify(tree, (_key, value) =>
    typeof value === 'bigint' ? `<${value}>` : value,
  );
  return (text ?? '').replaceAll(/"<(\d+)>"/g, '$1');
}

/** Breaks a text as bytes; most are left as they are. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  switch (random.below(24)) {
    case 0:
      return bytes.subarray(0, random.below(bytes.length + 1));
    case 1:
      return withByte(bytes, random.below(256), random);
    case 2:
      return withByte(bytes, 0xff, random);
    case 3:
      return Buffer.concat([bytes, bytes]);
    case 4:
      return Buffer.from(`${'['.repeat(DEPTH_LEVELS)}${']'.repeat(DEPTH_LEVELS)}`);
    case 5:
      return Buffer.from(`${'{"a":'.repeat(DEPTH_LEVELS)}1${'}'.repeat(DEPTH_LEVELS)}`);
    case 6:
      return Buffer.from(bytes.toString().replaceAll(/\d+/g, '1'.repeat(400)));
    case 7:
      return Buffer.from(bytes.toString().replaceAll('"', "'"));
    default:
      return bytes;
  }
}

function withByte(bytes: Buffer, byte: number, random: Random): Buffer {
  const changed = Buffer.from(bytes);
  if (changed.length > 0) {
    changed[random.below(changed.length)] = byte;
  }
  return changed;
}

/** Compressed bytes that say nothing of how large they become. */
export function gzipBomb(): Buffer {
  return gzipSync(Buffer.alloc(BOMB_BYTES, ' '));
}
