import { isObject, type Json } from '@longshore/common/json';

/** From this level on, a line of a process is shown on the terminal too. */
const SHOWN_LEVELS = new Set(['warn', 'warning', 'error', 'fatal']);
/** Pino's number of `warn`. */
const WARN_LEVEL = 40;

/** A warning or an error in one short line for people; `undefined` for what only the log file needs. */
export function formatForTerminal(line: string): string | undefined {
  const entry = readEntry(line);
  if (entry === undefined || !isShown(entry)) {
    return undefined;
  }
  const message = entry.message ?? entry.msg ?? '';
  const error = readNested(entry, 'error', 'message') ?? readNested(entry, 'err', 'message');
  return error === undefined ? String(message) : `${message}: ${error}`;
}

function readEntry(line: string): Readonly<Record<string, Json>> | undefined {
  if (!line.startsWith('{')) {
    return undefined;
  }
  try {
    const entry: unknown = JSON.parse(line);
    return isObject(entry) ? entry : undefined;
  } catch {
    // Not one of our log lines; it is kept in the log file as it is.
    return undefined;
  }
}

function isShown(entry: Readonly<Record<string, Json>>): boolean {
  const level = readNested(entry, 'log', 'level') ?? entry.level;
  return typeof level === 'number' ? level >= WARN_LEVEL : SHOWN_LEVELS.has(String(level));
}

function readNested(
  entry: Readonly<Record<string, Json>>,
  group: string,
  key: string,
): Json | undefined {
  const dotted = entry[`${group}.${key}`];
  const nested = entry[group];
  return dotted ?? (isObject(nested) ? nested[key] : undefined);
}
