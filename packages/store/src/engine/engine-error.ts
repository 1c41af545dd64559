import { errors } from '@longshore/common/errors';
import { EngineAborted, EngineTimeout, UnreadableRows } from './engine.ts';
import { ENGINE_CODES, UNREADABLE_CODES } from './protocol.ts';

/** How a statement failed in the engine. */
export interface EngineFailure {
  readonly code: number;
  readonly message: string;
}

/**
 * The engine's error as the rest of the store knows it. What the caller or the world caused gets a type and a
 * status; everything else is a bug of ours, since all SQL is.
 */
export function translateFailure({ code, message }: EngineFailure, isAborted: boolean): Error {
  if (isAborted) {
    return new EngineAborted('the statement was stopped, since the request was aborted');
  }
  switch (code) {
    case ENGINE_CODES.timeoutExceeded:
    case ENGINE_CODES.queryWasCancelled:
      return new EngineTimeout('the statement took longer than it may');
    case ENGINE_CODES.memoryLimitExceeded:
      return errors.circuitBreaking(
        'Data too large: the statement needs more memory than [store.engine.memory] allows; narrow the time range, ask for fewer buckets, or raise the setting',
        new Error(message),
      );
    case ENGINE_CODES.unknownTable:
    case ENGINE_CODES.aborted:
      // A table is dropped while statements on it run or wait: for a search, a look-up, a refresh.
      return errors.indexDeleted();
    case ENGINE_CODES.notEnoughSpace:
      return errors.diskFull(
        'the disk of [path.data] is full: nothing of this was stored; free space or delete old indices',
      );
    default:
      if (UNREADABLE_CODES.has(code)) {
        return new UnreadableRows(
          `BUG: the engine cannot read a value that was mapped: ${message}`,
        );
      }
      return new Error(`BUG: the engine refused our statement with code ${code}: ${message}`);
  }
}
