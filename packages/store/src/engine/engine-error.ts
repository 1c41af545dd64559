import { errors } from '@longshore/common/errors';
import { type DamagedPart, EngineAborted, EngineTimeout, UnreadableRows } from './engine.ts';
import { DAMAGE_CODES, ENGINE_CODES, UNREADABLE_CODES } from './protocol.ts';

/** How a statement failed in the engine. */
export interface EngineFailure {
  readonly code: number;
  readonly message: string;
}

const READ_FROM = /while reading from part ((?:[^\n]*)\/([^\s/]+))\/ in table (\S+) \(/;

/** The part that a statement failed to read; undefined when it failed for another reason. */
export function damagedPartOf({ code, message }: EngineFailure): DamagedPart | undefined {
  const [, path, name, table] = (DAMAGE_CODES.has(code) && READ_FROM.exec(message)) || [];
  return path === undefined || name === undefined || table === undefined
    ? undefined
    : { table, name, path };
}

/**
 * The engine's error as the rest of the store knows it. What the caller or the world caused gets a type and a
 * status; everything else is a bug of ours, since all SQL is.
 */
export function translateFailure(failure: EngineFailure, isAborted: boolean): Error {
  const { code, message } = failure;
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
    case ENGINE_CODES.tooDeep:
    case ENGINE_CODES.tooBig:
      return errors.illegalArgument(
        'the request is too big for the storage engine: search fewer indices at once, or for fewer terms',
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
      if (damagedPartOf(failure) !== undefined) {
        return errors.unavailable(
          `files of the part [${damagedPartOf(failure)?.name}] cannot be read, so that documents of this index are missing: _cluster/health?level=indices says which; leave that time out, or restore the index from a snapshot`,
          new Error(message),
        );
      }
      return new Error(`BUG: the engine refused our statement with code ${code}: ${message}`);
  }
}
