/** What `/proc/PID/stat` says of a process; times in milliseconds, counts as they stand there. */
export interface ProcessStat {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly parentPid: number;
  readonly groupId: number;
  readonly userMs: number;
  readonly systemMs: number;
  readonly threads: number;
  /** Since boot, in ticks: with the pid it names one process for ever. */
  readonly startTicks: number;
  readonly sizeBytes: number;
  readonly rssPages: number;
}

/** The kernel tells times to programs in hundredths of a second, on every machine. */
export const TICK_MS = 10;

const STATES: Readonly<Record<string, string>> = {
  R: 'running',
  S: 'sleeping',
  D: 'disk_sleep',
  Z: 'zombie',
  T: 'stopped',
  t: 'stopped',
  X: 'dead',
  x: 'dead',
  I: 'idle',
  K: 'wakekill',
  W: 'waking',
  P: 'parked',
};

const COLUMNS = 24;

/** Parses the line; the name in it may hold blanks and brackets. `undefined` for anything else. */
export function parseStat(line: string): ProcessStat | undefined {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  // Column 3 of the manual page, the state, is the first after the name.
  const values = readColumns(line, close + 2, COLUMNS - 2);
  if (open < 0 || close < open || values.length < COLUMNS - 2) {
    return undefined;
  }
  const at = (column: number) => values[column - 3] ?? 0;
  return {
    pid: Number.parseInt(line, 10),
    name: line.slice(open + 1, close),
    state: STATES[line.charAt(close + 2)] ?? 'unknown',
    parentPid: at(4),
    groupId: at(5),
    userMs: at(14) * TICK_MS,
    systemMs: at(15) * TICK_MS,
    threads: at(20),
    startTicks: at(22),
    sizeBytes: at(23),
    rssPages: at(24),
  };
}

/** The next numbers in the line; the fifty columns are not cut to pieces for the few that are wanted. */
function readColumns(line: string, start: number, count: number): number[] {
  const values: number[] = [];
  let from = start;
  while (values.length < count) {
    const end = line.indexOf(' ', from);
    if (end < 0) {
      break;
    }
    values.push(Number(line.slice(from, end)));
    from = end + 1;
  }
  return values;
}
