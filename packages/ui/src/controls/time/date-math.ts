const STEP = /([+-]\d{1,6}|\/)([smhdwMy])/gy;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** True for `now`, `now-15m`, `now/d`, `now/d+8h`. */
export function isDateMath(text: string): boolean {
  return /^now([+-]\d{1,6}[smhdwMy]|\/[smhdwMy])*$/.test(text);
}

/** The moment that date math or an ISO time names, in the reader's own time zone; NaN for anything else. */
export function resolveTime(text: string, nowMs: number): number {
  if (!isDateMath(text)) {
    return Date.parse(text);
  }
  const date = new Date(nowMs);
  for (const [, step = '', unit = 's'] of text.slice('now'.length).matchAll(STEP)) {
    if (step === '/') {
      floorTo(date, unit);
    } else {
      add(date, Number(step), unit);
    }
  }
  return date.getTime();
}

function add(date: Date, count: number, unit: string): void {
  switch (unit) {
    case 's':
    case 'm':
    case 'h':
      date.setTime(date.getTime() + count * UNIT_MS[unit]);
      return;
    case 'd':
      date.setDate(date.getDate() + count);
      return;
    case 'w':
      date.setDate(date.getDate() + count * 7);
      return;
    case 'M':
      date.setMonth(date.getMonth() + count);
      return;
    case 'y':
      date.setFullYear(date.getFullYear() + count);
      return;
  }
}

function floorTo(date: Date, unit: string): void {
  switch (unit) {
    case 's':
      date.setMilliseconds(0);
      return;
    case 'm':
      date.setSeconds(0, 0);
      return;
    case 'h':
      date.setMinutes(0, 0, 0);
      return;
    case 'd':
      date.setHours(0, 0, 0, 0);
      return;
    case 'w':
      // Weeks begin on Monday, as in ISO 8601.
      date.setDate(date.getDate() - ((date.getDay() + 6) % 7));
      date.setHours(0, 0, 0, 0);
      return;
    case 'M':
      date.setDate(1);
      date.setHours(0, 0, 0, 0);
      return;
    case 'y':
      date.setMonth(0, 1);
      date.setHours(0, 0, 0, 0);
      return;
  }
}
