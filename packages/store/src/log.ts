import { logOptions } from '@longshore/common/log-options';
import { type Logger, pino } from 'pino';

/** The log of this process, on standard output. */
export const openLog = (level: string): Logger =>
  pino(logOptions('longshore-store', process.pid, level));
