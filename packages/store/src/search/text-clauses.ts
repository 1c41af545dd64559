import { spanOf, type Token } from '../analysis/token.ts';

/** Terms of which any will do, so many positions behind the beginning of a path. */
export interface Slot {
  readonly terms: readonly string[];
  readonly offset: number;
}

/** Terms one after the other. */
export type Path = readonly Slot[];

/** More ways through a text than anybody means; beyond it only the longest way through each place counts. */
const PHRASES_MAX = 1_024;

/** The places of a query's text, in order: a document has a place if it has any of the paths through it. */
export function clausesOf(tokens: readonly Token[]): readonly (readonly Path[])[] {
  return segmentsOf(tokens).map(({ paths }) => paths);
}

/** The ways through a whole text: a document has the phrase if it has any of them. */
export function phrasesOf(tokens: readonly Token[]): readonly Path[] {
  const segments = segmentsOf(tokens);
  const ways = segments.reduce((product, { paths }) => product * paths.length, 1);
  let phrases: readonly Path[] = [[]];
  let lastEnd = segments[0]?.start ?? 0;
  for (const { start, end, paths } of segments) {
    const gap = start - lastEnd;
    const taken = ways > PHRASES_MAX ? [longest(paths)] : paths;
    phrases = phrases.flatMap((phrase) => taken.map((path) => append(phrase, gap, path)));
    lastEnd = end;
  }
  return phrases;
}

/** Tokens between two positions that no token reaches across. */
interface Segment {
  readonly start: number;
  readonly end: number;
  readonly paths: readonly Path[];
}

function segmentsOf(tokens: readonly Token[]): readonly Segment[] {
  const segments: Segment[] = [];
  let current: Token[] = [];
  let end = 0;
  const close = () => {
    const start = current[0]?.position ?? 0;
    segments.push({ start, end, paths: pathsOf(current, start) });
    current = [];
  };
  for (const token of tokens) {
    if (current.length > 0 && token.position >= end) {
      close();
    }
    current.push(token);
    end = Math.max(end, token.position + spanOf(token));
  }
  if (current.length > 0) {
    close();
  }
  return segments;
}

/** Terms by the positions that they lead from and to. */
type Edges = ReadonlyMap<number, ReadonlyMap<number, readonly string[]>>;

function pathsOf(tokens: readonly Token[], start: number): readonly Path[] {
  const edges = new Map<number, Map<number, string[]>>();
  for (const token of tokens) {
    const from = edges.get(token.position) ?? new Map<number, string[]>();
    const to = token.position + spanOf(token);
    const terms = from.get(to) ?? [];
    if (!terms.includes(token.term)) {
      from.set(to, [...terms, token.term]);
    }
    edges.set(token.position, from);
  }
  return walk(edges, start, 0);
}

function walk(edges: Edges, from: number, offset: number): readonly Path[] {
  const next = edges.get(from);
  if (next === undefined) {
    const later = [...edges.keys()].sort((a, b) => a - b).find((position) => position > from);
    return later === undefined ? [[]] : walk(edges, later, offset + later - from);
  }
  return [...next].flatMap(([to, terms]) =>
    walk(edges, to, offset + 1).map((rest) => [{ terms, offset }, ...rest]),
  );
}

const longest = (paths: readonly Path[]): Path =>
  paths.reduce((best, path) => (path.length > best.length ? path : best), paths[0] ?? []);

function append(phrase: Path, gap: number, path: Path): Path {
  const from = phrase.length === 0 ? 0 : (phrase.at(-1)?.offset ?? 0) + 1 + gap;
  return [...phrase, ...path.map((slot) => ({ ...slot, offset: slot.offset + from }))];
}
