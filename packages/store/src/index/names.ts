import { formatDate } from '@longshore/common/date-format';
import { errors } from '@longshore/common/errors';

const NAME_BYTES_MAX = 255;
const FORBIDDEN = /[ "*\\<|,>/?]/;

/** Refuses a name that no index, alias or data stream may have. */
export function checkIndexName(
  name: string,
  kind: 'index' | 'alias' | 'data stream' = 'index',
): void {
  const reason = nameProblem(name);
  if (reason === undefined) {
    return;
  }
  switch (kind) {
    case 'index':
      throw errors.invalidIndexName(name, reason);
    case 'alias':
      throw errors.invalidAliasName(name, reason);
    case 'data stream':
      throw errors.illegalArgument(`data_stream [${name}] ${reason}`);
  }
}

function nameProblem(name: string): string | undefined {
  if (FORBIDDEN.test(name)) {
    return 'must not contain the following characters [ , ", *, \\, <, |, ,, >, /, ?]';
  }
  if (name === '') {
    return 'must not be empty';
  }
  if (name.includes('#')) {
    return "must not contain '#'";
  }
  if (name.includes(':')) {
    return "must not contain ':'";
  }
  if (/^[_+-]/.test(name)) {
    return "must not start with '_', '-', or '+'";
  }
  if (name === '.' || name === '..') {
    return "must not be '.' or '..'";
  }
  if (name !== name.toLowerCase()) {
    return 'must be lowercase';
  }
  if (Buffer.byteLength(name) > NAME_BYTES_MAX) {
    return `index name is too long, (${Buffer.byteLength(name)} > ${NAME_BYTES_MAX})`;
  }
  return undefined;
}

const DATE_MATH = /^\{(now(?:[^{}]*)?)(?:\{([^{}|]+)(?:\|([^{}]+))?\})?\}$/;

/** `<logs-{now/d}>` with the dates worked out; any other name as it is. */
export function resolveDateMath(name: string, now: Date): string {
  if (!name.startsWith('<') || !name.endsWith('>')) {
    return name;
  }
  const inner = name.slice(1, -1);
  const parts = inner.match(/\\.|\{(?:[^{}]|\{[^{}]*\})*\}|[^\\{}]+|[{}]/g) ?? [];
  return parts.map((part) => resolvePart(part, name, now)).join('');
}

function resolvePart(part: string, whole: string, now: Date): string {
  if (part.startsWith('\\')) {
    return part.slice(1);
  }
  if (!part.startsWith('{')) {
    return part;
  }
  const match = DATE_MATH.exec(part);
  if (!match) {
    throw errors.illegalArgument(
      `invalid dynamic name expression [${whole.slice(1, -1)}]. date math placeholder is open ended or missing now`,
    );
  }
  const [, math = 'now', pattern = 'yyyy.MM.dd', zone = 'UTC'] = match;
  const shiftMs = zoneShiftMs(zone, now);
  const local = new Date(now.getTime() + shiftMs);
  for (const [step] of math.slice(3).matchAll(/[+-]\d+[yMwdhHms]|\/[yMwdhHms]|.+/g)) {
    applyStep(local, step, whole);
  }
  return formatDate(local.getTime(), pattern);
}

function zoneShiftMs(zone: string, now: Date): number {
  const offset = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return (offset[1] === '-' ? -1 : 1) * minutes * 60_000;
  }
  try {
    const local = now.toLocaleString('sv-SE', { timeZone: zone });
    return Date.parse(`${local.replace(' ', 'T')}Z`) - Math.floor(now.getTime() / 1000) * 1000;
  } catch {
    // The platform's message names no index name; ours says which part is wrong.
    throw errors.illegalArgument(`unknown time zone [${zone}] in an index name`);
  }
}

/** Changes the date by `+1d`, `-2M` or rounds it down by `/d`. Weeks start on Monday. */
function applyStep(date: Date, step: string, whole: string): void {
  const unit = step.at(-1) ?? '';
  if (step.startsWith('/')) {
    roundDown(date, unit);
    return;
  }
  if (!/^[+-]\d+[yMwdhHms]$/.test(step)) {
    throw errors.illegalArgument(`invalid date math [${step}] in the name [${whole}]`);
  }
  const amount = Number(step.slice(0, -1));
  const add: Readonly<Record<string, () => number>> = {
    y: () => date.setUTCFullYear(date.getUTCFullYear() + amount),
    M: () => date.setUTCMonth(date.getUTCMonth() + amount),
    w: () => date.setUTCDate(date.getUTCDate() + 7 * amount),
    d: () => date.setUTCDate(date.getUTCDate() + amount),
    h: () => date.setTime(date.getTime() + amount * 3_600_000),
    H: () => date.setTime(date.getTime() + amount * 3_600_000),
    m: () => date.setTime(date.getTime() + amount * 60_000),
    s: () => date.setTime(date.getTime() + amount * 1000),
  };
  add[unit]?.();
}

const UNITS = 'yMdhms';

function roundDown(date: Date, unit: string): void {
  if (unit === 'w') {
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  }
  const level = UNITS.indexOf(unit === 'w' ? 'd' : unit.replace('H', 'h'));
  if (level < 1) {
    date.setUTCMonth(0);
  }
  if (level < 2) {
    date.setUTCDate(1);
  }
  date.setUTCHours(
    level < 3 ? 0 : date.getUTCHours(),
    level < 4 ? 0 : date.getUTCMinutes(),
    level < 5 ? 0 : date.getUTCSeconds(),
    0,
  );
}
