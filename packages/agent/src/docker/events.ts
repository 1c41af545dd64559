import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../component.ts';
import { fetchError } from '../fetch-error.ts';
import type { DockerClient } from './client.ts';
import { parseJson } from './parse-json.ts';

const RECONNECT_MS = 1_000;
const LINE_CHARS_MAX = 1024 * 1024;
const CONNECT_TIMEOUT_MS = 10_000;
/** The last moment that a date can hold. */
const TIME_MS_MAX = 8.64e15;
/** As many as the engine keeps to be asked for again. */
const RECENT_MAX = 256;

/** One line of `GET /events`. */
export interface EngineEvent {
  readonly Type?: string;
  readonly Action?: string;
  readonly Actor?: {
    readonly ID?: string;
    readonly Attributes?: Readonly<Record<string, string>> | null;
  };
  readonly id?: string;
  readonly status?: string;
  readonly from?: string;
  readonly time?: number;
  readonly timeNano?: number | bigint;
}

/** Told what happens on the stream of events; never throws. */
export interface EngineEventListener {
  /** The stream is open: from now on no event is missed. Called again after each reconnect. */
  onConnect?(): void;
  onEvent?(event: EngineEvent): void;
  /** The stream ended or could not be opened; it is tried again after a second. */
  onDisconnect?(error: unknown): void;
}

/** The one stream of the engine's events that all parts of the agent share. */
export interface EngineEvents extends Component {
  /** Adds a listener; returns what removes it. */
  subscribe(listener: EngineEventListener): () => void;
}

/**
 * Follows the engine's events; after a break it asks for those since the last one, and passes none twice. Until the
 * first one it asks for those from `sinceMs` on, if that is given.
 */
export function createEngineEvents(client: DockerClient, sinceMs?: () => number): EngineEvents {
  const listeners = new Set<EngineEventListener>();
  const seen = new SeenEvents(sinceMs);
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;

  const tell = (call: (listener: EngineEventListener) => void) => {
    for (const listener of listeners) {
      call(listener);
    }
  };

  const follow = async () => {
    const connection = new AbortController();
    const abort = () => connection.abort(stopping.signal.reason);
    stopping.signal.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(abort, CONNECT_TIMEOUT_MS);
    try {
      const body = await client.open(`/events${seen.query()}`, connection.signal);
      clearTimeout(timer);
      tell((listener) => listener.onConnect?.());
      const end = await readEvents(body, (event) => {
        if (seen.isNew(event)) {
          tell((listener) => listener.onEvent?.(event));
        }
      });
      const reason = `the Docker Engine at [${client.address}] closed its stream of events`;
      throw fetchError('missing', reason, end);
    } finally {
      clearTimeout(timer);
      stopping.signal.removeEventListener('abort', abort);
      connection.abort();
    }
  };

  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await follow();
      } catch (error) {
        if (!stopping.signal.aborted) {
          tell((listener) => listener.onDisconnect?.(error));
        }
      }
      // Ends early, and quietly, when the agent stops.
      await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: async () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}

/** Remembers where the stream was, to go on from there; the engine may give events of one moment in any order. */
class SeenEvents {
  readonly #sinceMs: (() => number) | undefined;
  #lastNano: bigint | undefined;
  readonly #recent = new Set<string>();

  constructor(sinceMs: (() => number) | undefined) {
    this.#sinceMs = sinceMs;
  }

  query(): string {
    const sinceNano = this.#lastNano ?? this.#startNano();
    if (sinceNano === undefined) {
      return '';
    }
    const nano = String(sinceNano % 1_000_000_000n).padStart(9, '0');
    return `?since=${sinceNano / 1_000_000_000n}.${nano}`;
  }

  #startNano(): bigint | undefined {
    return this.#sinceMs && BigInt(Math.floor(this.#sinceMs())) * 1_000_000n;
  }

  isNew(event: EngineEvent): boolean {
    const nano = BigInt(event.timeNano ?? (event.time ?? 0) * 1e9);
    const key = `${nano}/${event.Type}/${event.Action}/${event.Actor?.ID}`;
    if (this.#recent.has(key)) {
      return false;
    }
    this.#lastNano = nano > (this.#lastNano ?? 0n) ? nano : this.#lastNano;
    this.#recent.add(key);
    const [oldest] = this.#recent;
    if (this.#recent.size > RECENT_MAX && oldest !== undefined) {
      this.#recent.delete(oldest);
    }
    return true;
  }
}

/** Passes on events until the stream ends; gives the error that it ended with, if any. */
async function readEvents(
  body: AsyncIterable<Buffer>,
  pass: (event: EngineEvent) => void,
): Promise<unknown> {
  try {
    for await (const line of readLines(body)) {
      const event = parseEvent(line);
      if (event) {
        pass(event);
      }
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

/** `undefined` for what is no event: were it an error, asking again would give the same, for ever. */
function parseEvent(line: string): EngineEvent | undefined {
  let event: EngineEvent | null;
  try {
    event = parseJson(line) as EngineEvent | null;
  } catch {
    return undefined;
  }
  return typeof event === 'object' && event !== null && hasTime(event) ? event : undefined;
}

function hasTime({ time = 0, timeNano = 0n }: EngineEvent): boolean {
  const isWhole = typeof timeNano === 'bigint' || Number.isInteger(timeNano);
  return isWhole && Number.isInteger(time) && Number(timeNano) / 1e6 + time * 1e3 <= TIME_MS_MAX;
}

async function* readLines(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_CHARS_MAX) {
      throw fetchError('failed', `an event of the Docker Engine is longer than ${LINE_CHARS_MAX}`);
    }
    for (const line of lines) {
      if (line.trim() !== '') {
        yield line;
      }
    }
  }
}
