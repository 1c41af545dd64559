import { setMaxListeners } from 'node:events';

/** A signal with an end. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** To be called when the work is done: nothing of it is left then. */
  clear(): void;
}

/**
 * Aborts after `ms`, or when `stop` does. `AbortSignal.any` would do the same, but on Node 20 each such signal
 * stays in memory as long as `stop` lives.
 */
export function startDeadline(stop: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  // Each of many calls at the same time listens.
  setMaxListeners(0, controller.signal);
  const abort = () => controller.abort(stop.reason);
  const timer = setTimeout(
    () => controller.abort(new DOMException(`no answer within ${ms} ms`, 'TimeoutError')),
    ms,
  );
  if (stop.aborted) {
    abort();
  }
  stop.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      stop.removeEventListener('abort', abort);
    },
  };
}
