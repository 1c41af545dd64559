/**
 * The engine's process: chDB and nothing else. It answers statements on the socket at file descriptor 3 and ends
 * as soon as that is closed, so that it never outlives the store and the next one can open the directory.
 */
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from 'chdb';
import { encodeFrame, type Frame, FrameReader } from './frames.ts';
import { type Admission, LaneQueue, type Outcome, type Turn } from './lane.ts';
import { readMachine, whyUnsupported } from './platform.ts';
import {
  ENGINE_CODES,
  HOST_SOCKET_FD,
  type HostOptions,
  type HostReply,
  type HostRequest,
  LANE_SESSIONS,
  type Lane,
  LONG_STATEMENT_MS,
  LONG_STATEMENTS_MAX,
  TAG_PREFIX,
} from './protocol.ts';

interface Engine {
  readonly lanes: Readonly<Record<Lane, LaneQueue<Session>>>;
  stop(): Promise<void>;
}

type Statement = Extract<HostRequest, { kind: 'query' }>;

/** A fault of the engine must end the process: its own handler would hang the thread for ever. */
const FAULT_SIGNALS = ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT'] as const;
/** The store decides when this process ends; Ctrl-C reaches the whole group. */
const IGNORED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How long a stop waits for statements under way; the store kills this process a little later. */
const DRAIN_MS_MAX = 2_000;

const socket = new Socket({ fd: HOST_SOCKET_FD, readable: true, writable: true });

function send(reply: HostReply, body?: Buffer): void {
  for (const piece of encodeFrame(reply, body)) {
    socket.write(piece);
  }
}

function resetSignals(): void {
  const nothing = () => {
    // Adding and removing a listener makes libuv put the default handler back; nothing else is wanted.
  };
  for (const signal of FAULT_SIGNALS) {
    process.on(signal, nothing);
    process.off(signal, nothing);
  }
  for (const signal of IGNORED_SIGNALS) {
    process.on(signal, nothing);
  }
}

function refuse(reason: string): void {
  send({ kind: 'refused', reason });
  socket.end(() => process.exit(1));
}

async function open(options: HostOptions): Promise<void> {
  const reason = whyUnsupported(readMachine());
  if (reason !== undefined) {
    return refuse(reason);
  }
  const started = performance.now();
  const chdb = await import('chdb');
  const sessions = new Set<Session>();
  const openSession = () => {
    const session = new chdb.Session(options.path, { connectionArgs: options.connectionArguments });
    sessions.add(session);
    return session;
  };
  const replace = (session: Session) => {
    sessions.delete(session);
    session.close();
    return openSession();
  };
  const openLane = (lane: Lane, admission?: Admission) =>
    new LaneQueue(Array.from({ length: LANE_SESSIONS[lane] }, openSession), replace, admission);
  const control = openLane('control');
  const lanes = {
    control,
    read: openLane('read', {
      longMs: LONG_STATEMENT_MS,
      longMax: LONG_STATEMENTS_MAX,
      evict: (tag) => kill(control, withTag(tag)),
    }),
    write: openLane('write'),
    ddl: openLane('ddl'),
  };
  resetSignals();
  const stop = async () => {
    kill(lanes.control, `Settings['log_comment'] LIKE '${TAG_PREFIX}%'`);
    await Promise.race([chdb.drainPending(), sleep(DRAIN_MS_MAX)]);
    for (const session of sessions) {
      session.close();
    }
    process.exit(0);
  };
  serve({ lanes, stop });
  const openMs = Math.round(performance.now() - started);
  const [session = openSession()] = sessions;
  const version = await session.queryAsync('SELECT version()', { format: 'TabSeparated' });
  send({ kind: 'ready', version: version.text().trim(), openMs });
}

function serve(engine: Engine): void {
  const reader = new FrameReader();
  socket.on('data', (chunk: Buffer) => {
    for (const frame of reader.push(chunk)) {
      accept(engine, frame);
    }
  });
}

function accept({ lanes, stop }: Engine, { header }: Frame): void {
  const request = header as HostRequest;
  switch (request.kind) {
    case 'query':
      start(lanes[request.lane], request, (session, remainingMs) =>
        query(session, request, remainingMs),
      );
      break;
    case 'cancel':
      cancel(lanes, request.tag);
      break;
    case 'stop':
      void stop();
      break;
  }
}

function start(
  lane: LaneQueue<Session>,
  { id, tag, timeoutMs }: Statement,
  run: (session: Session, remainingMs: number) => Promise<Buffer | undefined>,
): void {
  const deadline = performance.now() + timeoutMs;
  const fail = (code: number, message: string) => send({ kind: 'failed', id, code, message });
  lane.add({
    tag,
    drop: () => fail(ENGINE_CODES.queryWasCancelled, 'cancelled before it started'),
    run: async (session, turn) => {
      const remainingMs = deadline - performance.now();
      if (remainingMs <= 0) {
        fail(ENGINE_CODES.timeoutExceeded, 'timed out before it started');
        return 'good';
      }
      try {
        send({ kind: 'done', id }, await run(session, remainingMs));
        return 'good';
      } catch (error) {
        if (isOnlyEvicted(error, turn)) {
          return 'evicted';
        }
        fail(codeOf(error), error instanceof Error ? error.message : String(error));
        // What a failed statement had already answered stays in its session, and the next answer would begin
        // with it (seen with chDB 3.4): only a new session is sure to be clean.
        return 'bad';
      }
    },
  });
}

/** Whether a statement would have gone on, had it not been stopped to make room. */
const isOnlyEvicted = (error: unknown, { isEvicted }: Turn): boolean =>
  isEvicted && codeOf(error) === ENGINE_CODES.queryWasCancelled;

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms)) / 1000;

async function query(
  session: Session,
  { sql, tag }: Statement,
  remainingMs: number,
): Promise<Buffer> {
  // SET in front, since the statement may have a SETTINGS clause of its own, and DDL takes none.
  const settings = `SET log_comment = '${tag}', max_execution_time = ${seconds(remainingMs)}; `;
  const result = await session.queryAsync(settings + sql, { format: 'JSONCompact' });
  const bytes = result.bytes();
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function cancel(lanes: Engine['lanes'], tag: string): void {
  if (Object.values(lanes).some((lane) => lane.cancel(tag))) {
    return;
  }
  kill(lanes.control, withTag(tag));
}

const withTag = (tag: string): string => `Settings['log_comment'] = '${tag}'`;

/** Stops the statements of which the condition is true, some milliseconds later. */
function kill(control: LaneQueue<Session>, condition: string): void {
  control.add({
    tag: 'kill',
    drop: () => {
      // Nobody waits for a cancellation.
    },
    run: async (session): Promise<Outcome> => {
      try {
        // Never SYNC: that would wait for a statement that only this thread can release.
        await session.queryAsync(`KILL QUERY WHERE ${condition} ASYNC`);
        return 'good';
      } catch {
        // The statement ended by itself in the meantime, or its own deadline ends it.
        return 'bad';
      }
    },
  });
}

function codeOf(error: unknown): number {
  const { clickhouseCode } = error as { clickhouseCode?: unknown };
  return typeof clickhouseCode === 'number' ? clickhouseCode : 0;
}

/** At once and without clean-up: waiting for statements under way could take as long as they do. */
function end(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('BUG: still alive after SIGKILL');
}

socket.on('close', end);
socket.on('error', end);
open(JSON.parse(process.argv[2] ?? '{}') as HostOptions).catch((error: unknown) => {
  refuse(error instanceof Error ? error.message : String(error));
});
