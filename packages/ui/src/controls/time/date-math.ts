import { momentOf, partsOf } from './calendar.ts';
import { currentZone, type Zone } from './zone.ts';

const STEP = /([+-]\d{1,6}|\/)([smhdwMy])/gy;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** True for `now`, `now-15m`, `now/d`, `now/d+8h`. */
export function isDateMath(text: string): boolean {
  return /^now([+-]\d{1,6}[smhdwMy]|\/[smhdwMy])*$/.test(text);
}

/** The moment that date math or an ISO time names, on the calendar of the zone; NaN for anything else. */
export function resolveTime(text: string, nowMs: number, zone = currentZone()): number {
  if (!isDateMath(text)) {
    return Date.parse(text);
  }
  let atMs = nowMs;
  for (const [, step = '', unit = 's'] of text.slice('now'.length).matchAll(STEP)) {
    atMs = step === '/' ? floored(atMs, unit, zone) : added(atMs, Number(step), unit, zone);
  }
  return atMs;
}

function added(atMs: number, count: number, unit: string, zone: Zone): number {
  const [year, month, day, ...clock] = partsOf(atMs, zone);
  switch (unit) {
    case 's':
    case 'm':
    case 'h':
      return atMs + count * UNIT_MS[unit];
    case 'd':
      return momentOf(zone, year, month, day + count, ...clock);
    case 'w':
      return momentOf(zone, year, month, day + count * 7, ...clock);
    case 'M':
      return momentOf(zone, year, month + count, day, ...clock);
    default:
      return momentOf(zone, year + count, month, day, ...clock);
  }
}

function floored(atMs: number, unit: string, zone: Zone): number {
  const [year, month, day, hours, minutes, seconds] = partsOf(atMs, zone);
  switch (unit) {
    case 's':
      return momentOf(zone, year, month, day, hours, minutes, seconds);
    case 'm':
      return momentOf(zone, year, month, day, hours, minutes);
    case 'h':
      return momentOf(zone, year, month, day, hours);
    case 'd':
      return momentOf(zone, year, month, day);
    case 'w': {
      // Weeks begin on Monday, as in ISO 8601.
      const weekday = new Date(Date.UTC(year, month, day)).getUTCDay();
      return momentOf(zone, year, month, day - ((weekday + 6) % 7));
    }
    case 'M':
      return momentOf(zone, year, month);
    default:
      return momentOf(zone, year, 0);
  }
}
