import { isObject } from '@longshore/common/json';

const BYTE_UNITS = ['b', 'kb', 'mb', 'gb', 'tb', 'pb'] as const;
const TIME_UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Bytes as Elasticsearch writes them for people: `1.2gb`. */
export function humanBytes(bytes: number): string {
  const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  return `${Math.floor((bytes / 1024 ** power) * 10) / 10}${BYTE_UNITS[power]}`;
}

/** Milliseconds as Elasticsearch writes them for people: `1.5h`. */
export function humanTime(ms: number): string {
  const [unit, size] = TIME_UNITS.find(([, one]) => ms >= one) ?? ['ms', 1];
  return `${Math.floor((ms / size) * 10) / 10}${unit}`;
}

/** `?human`: beside each `x_in_bytes` and `x_in_millis` a twin `x` for people. */
export function withHumanTwins(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withHumanTwins);
  }
  if (!isObject(value)) {
    return value;
  }
  const twins = Object.entries(value).flatMap(([name, inner]) => [
    ...twinOf(name, inner),
    [name, withHumanTwins(inner)] as const,
  ]);
  return Object.fromEntries(twins);
}

function twinOf(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (typeof value !== 'number') {
    return [];
  }
  if (name.endsWith('_in_bytes')) {
    return [[name.slice(0, -'_in_bytes'.length), humanBytes(value)]];
  }
  return name.endsWith('_in_millis')
    ? [[name.slice(0, -'_in_millis'.length), humanTime(value)]]
    : [];
}
