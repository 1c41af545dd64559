/** Which sessions a statement may use: searches never wait for writes, nor control statements for either. */
export type Lane = 'read' | 'write' | 'ddl' | 'control';

/** Sessions per lane. A session runs one statement at a time. */
export const LANE_SESSIONS: Readonly<Record<Lane, number>> = {
  read: 5,
  write: 2,
  ddl: 1,
  control: 1,
};

/** What searches run is long from here on, and has to make room where others wait and none ends in this time. */
export const LONG_STATEMENT_MS = 1_000;
/** So many sessions for searches are left to long statements when others wait. */
export const LONG_STATEMENTS_MAX = 3;

/** What the store asks the engine's process. */
export type HostRequest =
  | {
      readonly kind: 'query';
      readonly id: number;
      readonly lane: Lane;
      readonly sql: string;
      readonly tag: string;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'cancel'; readonly tag: string }
  | { readonly kind: 'stop' };

/** What it answers. The body of a `done` frame is the engine's `JSONCompact` text. */
export type HostReply =
  | { readonly kind: 'ready'; readonly version: string; readonly openMs: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'done'; readonly id: number }
  | {
      readonly kind: 'failed';
      readonly id: number;
      /** ClickHouse's error code; 0 where it gave none. */
      readonly code: number;
      readonly message: string;
    };

/** ClickHouse's codes that we tell apart. */
export const ENGINE_CODES = {
  unknownTable: 60,
  timeoutExceeded: 159,
  tooDeep: 167,
  tooBig: 168,
  aborted: 236,
  memoryLimitExceeded: 241,
  notEnoughSpace: 243,
  queryWasCancelled: 394,
} as const;

/**
 * ClickHouse's codes for files that are not what was written: they end early, a checksum is wrong, they are gone, the disk
 * does not read them, what is in them makes no sense.
 */
export const DAMAGE_CODES: ReadonlySet<number> = new Set([33, 40, 74, 88, 107, 226, 246, 271, 432]);

/** ClickHouse's codes for a text that is not what a column holds: of any type, of IPv4, of IPv6, out of range. */
export const UNREADABLE_CODES: ReadonlySet<number> = new Set([6, 27, 38, 41, 53, 70, 72, 675, 676]);

/** What the engine's process is started with, as JSON in its first argument. */
export interface HostOptions {
  /** Folder of the engine's tables. */
  readonly path: string;
  readonly configFile: string;
  readonly connectionArguments: readonly string[];
}

/** The file descriptor of the socket to the store in the engine's process. */
export const HOST_SOCKET_FD = 3;

/** Every statement is named by its `log_comment`, so that it can be stopped. */
export const TAG_PREFIX = 'longshore-';
