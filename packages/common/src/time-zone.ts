import { errors } from './errors.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Zones change their offset on quarters of an hour at the finest. */
const BLOCK_MS = 15 * MINUTE_MS;
const BLOCKS_MAX = 4_096;
const ZONES_MAX = 1_000;

/** The clock of a zone: a fixed offset, or the rules of a place. */
interface Zone {
  readonly fixedOffsetMs: number | undefined;
  offsetMs(epochMs: number): number;
}

const zones = new Map<string, Zone>();

/** How far the local clock of `zone` is ahead of UTC at a moment. Throws on a zone that nobody knows. */
export function zoneOffsetMs(zone: string, epochMs: number): number {
  return readZone(zone).offsetMs(epochMs);
}

/** The offset of a zone that never changes (`UTC`, `+02:00`), undefined for places. */
export function fixedOffsetMs(zone: string): number | undefined {
  return readZone(zone).fixedOffsetMs;
}

/**
 * The moment at which the local clock of `zone` shows `localMs` (epoch ms as if it were UTC). A time that the clock
 * shows twice is its first; a time that it skips moves on by the gap.
 */
export function localToEpochMs(zone: string, localMs: number): number {
  const before = zoneOffsetMs(zone, localMs - DAY_MS);
  const after = zoneOffsetMs(zone, localMs + DAY_MS);
  const fitting = [localMs - before, localMs - after].filter(
    (epochMs) => epochMs + zoneOffsetMs(zone, epochMs) === localMs,
  );
  return fitting.length === 0 ? localMs - before : Math.min(...fitting);
}

/** `+02:00`, `-0500`, `+9` and `Z` to milliseconds; undefined for anything else. */
export function parseOffsetMs(text: string): number | undefined {
  if (text === 'Z') {
    return 0;
  }
  const match = /^([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, sign, hours, minutes = '0', seconds = '0'] = match;
  const size = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * 1_000;
  return sign === '-' ? -size : size;
}

/** `Z`, `+02:00`. */
export function formatOffset(offsetMs: number): string {
  if (offsetMs === 0) {
    return 'Z';
  }
  const minutes = Math.abs(Math.trunc(offsetMs / MINUTE_MS));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** An offset as a run of the pattern letters `X`, `x` or `Z` writes it: `+02`, `+0200`, `+02:00`; `X` has `Z` for none. */
export function spellOffset(offsetMs: number, run: string): string {
  if (offsetMs === 0 && (run.startsWith('X') || run === 'ZZZZZ')) {
    return 'Z';
  }
  const text = offsetMs === 0 ? '+00:00' : formatOffset(offsetMs);
  if (run === 'ZZZZ') {
    return offsetMs === 0 ? 'GMT' : `GMT${text}`;
  }
  const count = run.startsWith('Z') && run.length < 4 ? 2 : run.length;
  if (count === 1) {
    return text.replace(/:(?:00)?/, '');
  }
  return count === 3 || count === 5 ? text : text.replace(':', '');
}

function readZone(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) {
    return known;
  }
  const zone = openZone(name);
  if (zones.size >= ZONES_MAX) {
    zones.clear();
  }
  zones.set(name, zone);
  return zone;
}

function openZone(name: string): Zone {
  const utc = name === 'UTC' || name === 'GMT' || name === 'Etc/UTC';
  const fixed = utc ? 0 : parseOffsetMs(name.replace(/^(?:UTC|GMT)(?=[+-])/, ''));
  if (fixed !== undefined) {
    return { fixedOffsetMs: fixed, offsetMs: () => fixed };
  }
  const format = openFormat(name);
  const blocks = new Map<number, number>();
  const offsetMs = (epochMs: number): number => {
    const block = Math.floor(epochMs / BLOCK_MS);
    const cached = blocks.get(block);
    if (cached !== undefined) {
      return cached;
    }
    const offset = readOffset(format, block * BLOCK_MS);
    if (blocks.size >= BLOCKS_MAX) {
      blocks.clear();
    }
    blocks.set(block, offset);
    return offset;
  };
  return { fixedOffsetMs: undefined, offsetMs };
}

function openFormat(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (error) {
    throw errors.illegalArgument(
      `Unknown time-zone ID: [${zone}]; use an IANA name such as [Asia/Seoul] or an offset such as [+09:00] (${String(error)})`,
    );
  }
}

function readOffset(format: Intl.DateTimeFormat, epochMs: number): number {
  const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = format
    .format(epochMs)
    .split(/\D+/)
    .map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - epochMs;
}
