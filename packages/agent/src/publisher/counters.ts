/** What the agent counts about itself; only ever grows. */
export interface Counters {
  /** Events that collectors handed over. */
  published: number;
  /** Events that the store accepted. */
  acknowledged: number;
  /** Events dropped since the queue was full. */
  droppedFull: number;
  /** Events that the store refused for ever. */
  droppedRejected: number;
  /** Events that a processor dropped. */
  filtered: number;
  /** Events that were sent once more. */
  retried: number;
  /** Requests that failed as a whole. */
  requestsFailed: number;
  /** Bulk requests that were answered. */
  batches: number;
  /** Bytes of NDJSON that were sent, before compression. */
  sentBytes: number;
  logs: {
    /** Bytes of container logs that were read. */
    readBytes: number;
    /** Lines in log files that could not be decoded. */
    undecodable: number;
    /** Lines that were cut at the limit. */
    cut: number;
    /** Bytes of old logs that were passed over when their file was first seen. */
    skippedBytes: number;
    /** Files that became shorter under our eyes. */
    truncatedFiles: number;
  };
}

export function createCounters(): Counters {
  return {
    published: 0,
    acknowledged: 0,
    droppedFull: 0,
    droppedRejected: 0,
    filtered: 0,
    retried: 0,
    requestsFailed: 0,
    batches: 0,
    sentBytes: 0,
    logs: { readBytes: 0, undecodable: 0, cut: 0, skippedBytes: 0, truncatedFiles: 0 },
  };
}
