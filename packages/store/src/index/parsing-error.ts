import { errors, LongshoreError } from '@longshore/common/errors';

/** Runs what reads a mapping; what it refuses is an error of the whole mapping, with the reason as its cause. */
export function parsing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof LongshoreError) {
      throw errors.mapperParsing(`Failed to parse mapping: ${error.message}`, error);
    }
    throw error;
  }
}
