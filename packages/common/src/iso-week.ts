const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** A day by the weeks of ISO 8601: they begin on Mondays, and the first of a year has its first Thursday. */
export interface WeekDate {
  /** The year that the week counts to, which is another one around New Year. */
  readonly weekyear: number;
  /** From 1. */
  readonly week: number;
  /** From 1 for Monday. */
  readonly weekday: number;
}

/** Epoch ms of the midnight (UTC) of a day; undefined for a week or a day that there is not. */
export function weekDateMs({ weekyear, week, weekday }: WeekDate): number | undefined {
  const isWeek =
    week >= 1 && firstMondayMs(weekyear) + (week - 1) * WEEK_MS < firstMondayMs(weekyear + 1);
  return isWeek && weekday >= 1 && weekday <= 7
    ? firstMondayMs(weekyear) + (week - 1) * WEEK_MS + (weekday - 1) * DAY_MS
    : undefined;
}

/** The day that a moment is on in UTC. */
export function weekDateOf(date: Date): WeekDate {
  const weekday = date.getUTCDay() || 7;
  const thursday = new Date(date.getTime() + (4 - weekday) * DAY_MS);
  const weekyear = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday.getTime() - firstMondayMs(weekyear)) / WEEK_MS);
  return { weekyear, week, weekday };
}

/** 4 January is always in the first week. */
function firstMondayMs(year: number): number {
  const fourth = new Date(0);
  fourth.setUTCFullYear(year, 0, 4);
  return fourth.getTime() - ((fourth.getUTCDay() || 7) - 1) * DAY_MS;
}
