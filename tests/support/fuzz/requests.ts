import { gzipSync } from 'node:zlib';
import { BODIES, LINES, PARTS, VALUES } from './corpus.ts';
import { gzipBomb, mutateBytes, mutateTree, textOf } from './mutate.ts';
import type { Random } from './random.ts';

/** What the fuzz test needs to know of an API. */
export interface FuzzRoute {
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  readonly parameters: readonly string[];
}

export interface FuzzRequest {
  readonly method: string;
  /** With query string, as it is sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const DELETES_ONE_IN = 10;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
const CONTENT_TYPES = [
  ...['text/plain', 'application/yaml', 'application/cbor', 'application/x-ndjson', 'x', ''],
  'application/vnd.elasticsearch+json;compatible-with=8',
];
const COMMON_PARAMETERS = ['pretty', 'human', 'error_trace', 'filter_path', 'format', 'source'];
const BOMB = gzipBomb();

/** A request near to a valid one of an API. */
export function makeRequest(routes: readonly FuzzRoute[], random: Random): FuzzRequest {
  const route = random.pick(routes);
  const pattern = random.pick(route.paths);
  const method = random.oneIn(20) ? random.pick(METHODS) : random.pick(route.methods);
  if (method === 'DELETE' && !random.oneIn(DELETES_ONE_IN)) {
    // Otherwise there would rarely be anything that requests could work on.
    return makeRequest(routes, random);
  }
  const path = makePath(pattern, random) + makeQuery(route, random);
  const words = pattern.split('/').filter((part) => part !== '' && !part.startsWith(':'));
  return { method, path, ...makeBody(method, words, random) };
}

function makePath(pattern: string, random: Random): string {
  return pattern.replaceAll(/:(\w+)|\*/g, (_all, name: string | undefined) => {
    if (random.oneIn(25)) {
      return random.pick([
        '%',
        '%zz',
        '%00',
        '%ff%fe',
        '%2e%2e%2f',
        'a'.repeat(3000),
        '_x',
        '-',
        '',
      ]);
    }
    const parts = PARTS[name ?? 'any'] ?? PARTS.any ?? [];
    return encodeURIComponent(random.pick(parts));
  });
}

function makeQuery({ parameters }: FuzzRoute, random: Random): string {
  const known = [...parameters, ...COMMON_PARAMETERS];
  const names = Array.from({ length: random.below(4) }, () =>
    random.oneIn(30) ? 'unknwon' : random.pick(known),
  );
  const pairs = names.map((name) => `${name}=${encodeURIComponent(random.pick(VALUES))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function makeBody(method: string, words: readonly string[], random: Random) {
  if (random.oneIn(method === 'GET' ? 2 : 10)) {
    return { headers: {}, body: Buffer.alloc(0) };
  }
  const body = mutateBytes(bodyFor(words, random), random);
  const type = random.oneIn(30) ? random.pick(CONTENT_TYPES) : 'application/json';
  const headers = { 'content-type': type };
  switch (random.below(60)) {
    case 0:
      return { headers: { ...headers, 'content-encoding': 'gzip' }, body };
    case 1:
      return { headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(body) };
    case 2:
      return { headers: { ...headers, 'content-encoding': 'br' }, body };
    case 3:
      return random.oneIn(10)
        ? { headers: { ...headers, 'content-encoding': 'gzip' }, body: BOMB }
        : { headers, body };
    default:
      return { headers, body };
  }
}

/** A body that fits the last word of the path that has some; mutated three times of four. */
function bodyFor(words: readonly string[], random: Random): Buffer {
  const word = random.oneIn(20)
    ? undefined
    : words.findLast((one) => one in BODIES || one in LINES);
  const change = (tree: unknown) => (random.oneIn(4) ? tree : mutateTree(tree, random));
  const lines = word === undefined ? undefined : LINES[word];
  if (lines !== undefined) {
    const text = random.pick(lines).map((line) => textOf(random.oneIn(3) ? change(line) : line));
    return Buffer.from(`${text.join('\n')}\n`);
  }
  const known = word ?? (words.length === 0 ? 'index' : random.pick(Object.keys(BODIES)));
  return Buffer.from(textOf(change(random.pick(BODIES[known] ?? []))));
}
