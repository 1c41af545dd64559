import type { Batch } from '../publisher/batch.ts';

/** Where batches go. */
export interface Output {
  /**
   * Resolves with true when every item was accepted or for ever refused, however long that takes; with false when
   * the signal aborted before.
   */
  send(batch: Batch, signal: AbortSignal): Promise<boolean>;
  /** Closes idle connections. */
  close(): void;
}
