import { LongshoreError } from '@longshore/common/errors';

/** Why data could not be read; `error.type` of the event that says so. */
export type FetchErrorType = 'missing' | 'forbidden' | 'timeout' | 'failed';

const STATUS: Readonly<Record<FetchErrorType, number>> = {
  missing: 404,
  forbidden: 403,
  timeout: 504,
  failed: 502,
};

const TYPE_OF_CODE: Readonly<Record<string, FetchErrorType>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  ECONNREFUSED: 'missing',
  ENOTFOUND: 'missing',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  TimeoutError: 'timeout',
};

/** An error of reading somebody's data, with its type and a reason that says what to do. */
export function fetchError(type: FetchErrorType, reason: string, cause?: unknown): LongshoreError {
  return new LongshoreError(type, STATUS[type], reason, { cause });
}

/** Sorts any error that a fetch can end with. */
export function fetchErrorType(error: unknown): FetchErrorType {
  if (error instanceof LongshoreError && error.type in STATUS) {
    return error.type as FetchErrorType;
  }
  if (error instanceof Error) {
    const code = (error as NodeJS.ErrnoException).code;
    return (
      TYPE_OF_CODE[typeof code === 'string' ? code : ''] ?? TYPE_OF_CODE[error.name] ?? 'failed'
    );
  }
  return 'failed';
}
