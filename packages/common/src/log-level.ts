/** The levels of log lines in four words, the worst first. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;

/** A level of a log line as the UI colours it. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The level of a line in four words, from whatever the program wrote; undefined when it has none that we know. */
export function levelOf(level: string | null): LogLevel | undefined {
  switch (level?.toLowerCase()) {
    case 'fatal':
    case 'critical':
    case 'crit':
    case 'alert':
    case 'emergency':
    case 'emerg':
    case 'panic':
    case 'error':
    case 'err':
      return 'error';
    case 'warn':
    case 'warning':
      return 'warn';
    case 'info':
    case 'information':
    case 'notice':
      return 'info';
    case 'debug':
    case 'trace':
      return 'debug';
    default:
      return undefined;
  }
}
