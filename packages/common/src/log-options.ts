const LEVELS: Readonly<Record<string, string>> = { warning: 'warn' };

/** Options for pino: JSON lines with ECS names. `serviceName` says which process of ours writes. */
export function logOptions(serviceName: string, pid: number, level: string) {
  return {
    level: LEVELS[level] ?? level,
    base: { 'service.name': serviceName, 'process.pid': pid },
    messageKey: 'message',
    errorKey: 'error',
    timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ 'log.level': label }) },
    serializers: { error: describeError },
  };
}

function describeError(error: unknown): unknown {
  return error instanceof Error
    ? { message: error.message, type: error.name, stack_trace: error.stack }
    : error;
}
