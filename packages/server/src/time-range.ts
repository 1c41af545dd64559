import { errors } from '@longshore/common/errors';

/** A time range that was asked for, in epoch milliseconds; both ends belong to it. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

const MATH = /^now((?:[+-]\d+[smhdwMy])*)(?:\/([smhdwMy]))?$/;
const STEP = /([+-])(\d+)([smhdwMy])/g;
const FIXED_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
/** The first day of the epoch was a Thursday; weeks begin on Monday. */
const FIRST_MONDAY_MS = 4 * 86_400_000;

/**
 * Resolves `from` and `to` (ISO 8601, epoch milliseconds or date math such as `now-15m`, `now/d`) once, so that
 * all searches of a page see the same range. A rounded end includes its whole unit, as in Elasticsearch.
 */
export function parseTimeRange(from: string, to: string, nowMs: number): TimeRange {
  const fromMs = parseTime('from', from, nowMs, false);
  const toMs = parseTime('to', to, nowMs, true);
  if (fromMs > toMs) {
    throw errors.illegalArgument(`the range begins [${from}] after its end [${to}]`);
  }
  return { fromMs, toMs };
}

function parseTime(name: string, text: string, nowMs: number, roundUp: boolean): number {
  const math = MATH.exec(text);
  if (math) {
    const [, steps = '', unit] = math;
    const at = addSteps(nowMs, steps);
    return unit === undefined ? at : round(at, unit, roundUp);
  }
  const ms = /^\d{10,14}$/.test(text) ? Number(text) : parseIso(text);
  if (Number.isNaN(ms)) {
    throw errors.illegalArgument(
      `[${name}] is [${text}], which is no time; write for example now-15m or 2026-01-31T10:00:00Z`,
    );
  }
  return ms;
}

/** A time without a zone is UTC, also where JavaScript would take the zone of the server. */
function parseIso(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) {
    return Number.NaN;
  }
  const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) && text.includes('T');
  return Date.parse(hasZone || !text.includes('T') ? text : `${text}Z`);
}

function addSteps(nowMs: number, steps: string): number {
  let at = nowMs;
  for (const [, sign = '+', amount = '0', unit = 's'] of steps.matchAll(STEP)) {
    at = addUnits(at, sign === '-' ? -Number(amount) : Number(amount), unit);
  }
  return at;
}

function addUnits(at: number, amount: number, unit: string): number {
  const fixed = FIXED_MS[unit];
  if (fixed !== undefined) {
    return at + amount * fixed;
  }
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + amount * (unit === 'y' ? 12 : 1));
  // A month before 31 March is the last day of February.
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

function round(at: number, unit: string, up: boolean): number {
  const start = floor(at, unit);
  return up ? addUnits(start, 1, unit) - 1 : start;
}

function floor(at: number, unit: string): number {
  const date = new Date(at);
  if (unit === 'y') {
    return Date.UTC(date.getUTCFullYear(), 0);
  }
  if (unit === 'M') {
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  }
  const ms = FIXED_MS[unit] ?? 1;
  const origin = unit === 'w' ? FIRST_MONDAY_MS : 0;
  return at - ((((at - origin) % ms) + ms) % ms);
}

/** Bucket widths that people read easily. */
const NICE_MS = [
  1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000,
];

/** The smallest readable bucket width that gives at most `pointsMax` buckets, and is at least `minMs`. */
export function chooseInterval(range: TimeRange, pointsMax: number, minMs = 1_000): number {
  const widthMs = Math.max(range.toMs - range.fromMs, 1);
  // A range that does not begin at a bucket's start touches one bucket more.
  const wantedMs = Math.max(widthMs / Math.max(pointsMax - 1, 1), minMs);
  const nice = NICE_MS.find((ms) => ms >= wantedMs);
  const dayMs = 86_400_000;
  return nice ?? Math.ceil(wantedMs / dayMs) * dayMs;
}

/** Starts of all buckets that the range touches. */
export function bucketStarts(range: TimeRange, intervalMs: number): number[] {
  const starts: number[] = [];
  const first = Math.floor(range.fromMs / intervalMs) * intervalMs;
  for (let start = first; start <= range.toMs; start += intervalMs) {
    starts.push(start);
  }
  return starts;
}
