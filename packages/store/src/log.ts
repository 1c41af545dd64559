import { type Logger, pino } from 'pino';

const LEVELS: Readonly<Record<string, string>> = { warning: 'warn' };

/** The log of this process: JSON lines with ECS names on standard output. */
export function openLog(level: string): Logger {
  return pino({
    level: LEVELS[level] ?? level,
    base: { 'service.name': 'longshore-store', 'process.pid': process.pid },
    messageKey: 'message',
    errorKey: 'error',
    timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ 'log.level': label }) },
    serializers: { error: describeError },
  });
}

function describeError(error: unknown): unknown {
  return error instanceof Error
    ? { message: error.message, type: error.name, stack_trace: error.stack }
    : error;
}
