import type { Zone } from './zone.ts';

/** A moment on a calendar and a clock: year, month from 0, day, hours, minutes, seconds, milliseconds. */
export type Parts = readonly [
  year: number,
  month: number,
  day: number,
  hours: number,
  minutes: number,
  seconds: number,
  ms: number,
];

/** Reads a moment on the calendar of a zone. */
export function partsOf(atMs: number, zone: Zone): Parts {
  const date = new Date(atMs);
  return zone === 'utc'
    ? [
        date.getUTCFullYear(),
        date.getUTCMonth(),
        date.getUTCDate(),
        date.getUTCHours(),
        date.getUTCMinutes(),
        date.getUTCSeconds(),
        date.getUTCMilliseconds(),
      ]
    : [
        date.getFullYear(),
        date.getMonth(),
        date.getDate(),
        date.getHours(),
        date.getMinutes(),
        date.getSeconds(),
        date.getMilliseconds(),
      ];
}

/** The moment that parts name; parts that run over (day 32) go on into the next month. */
export function momentOf(zone: Zone, year: number, month: number, ...rest: number[]): number {
  const [day = 1, hours = 0, minutes = 0, seconds = 0, ms = 0] = rest;
  return zone === 'utc'
    ? Date.UTC(year, month, day, hours, minutes, seconds, ms)
    : new Date(year, month, day, hours, minutes, seconds, ms).getTime();
}

/** A month as weeks that begin on Monday: the first moment of each day, undefined outside of the month. */
export function weeksOf(zone: Zone, year: number, month: number): (number | undefined)[][] {
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const before = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;
  const cells = [
    ...Array.from({ length: before }, () => undefined),
    ...Array.from({ length: days }, (_, index) => momentOf(zone, year, month, index + 1)),
  ];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => cells[week * 7 + day]),
  );
}
