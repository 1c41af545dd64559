import { LongshoreError } from '@longshore/common/errors';
import type { Component } from '../component.ts';
import { startDeadline } from '../deadline.ts';
import { fetchError } from '../fetch-error.ts';
import { forEachLimited } from '../for-each-limited.ts';
import type { DockerClient } from './client.ts';
import type { EngineEvent, EngineEvents } from './events.ts';
import { type Container, type InspectAnswer, parseContainer } from './inspect.ts';

const CALLS_MAX = 8;
const CALL_TIMEOUT_MS = 10_000;
/** Events come in bursts (create, attach, start); one look after the burst is enough. */
const SETTLE_MS = 100;
const RETRY_MS = 5_000;
/** Everything is compared with the engine's list so often, should an event have been lost. */
const RECONCILE_MS = 60_000;
/** Logs and events of a removed container still arrive for a while. */
const GONE_KEEP_MS = 60_000;
const GONE_MAX = 1_000;

/** Told of each container that appeared, changed or was removed; never throws. */
type ContainerListener = (
  change:
    | { readonly kind: 'set'; readonly container: Container }
    | { readonly kind: 'removed'; readonly container: Container },
) => void;

/** What we know of all containers of the engine, running or not, kept up to date by the engine's events. */
export interface Containers extends Component {
  /** All containers that exist, running or not; empty until the engine answered. */
  list(): readonly Container[];
  /** A container by its full id; a removed one is still found for 60 s. */
  get(id: string): Container | undefined;
  /** Adds a listener, and tells it of all containers known so far; returns what removes it. */
  subscribe(listener: ContainerListener): () => void;
  /** Resolves when the list is complete; rejects with what is wrong with the engine. */
  ready(signal: AbortSignal): Promise<void>;
  /** Asks the engine again about these containers; those that cannot be asked keep what was known. */
  refresh(ids: readonly string[], signal: AbortSignal): Promise<void>;
}

interface ListedContainer {
  readonly Id: string;
  readonly State?: string;
}

/** Makes the cache; it follows `events` and asks by `client`. */
export function createContainers(
  client: DockerClient,
  events: EngineEvents,
  now: () => number = () => performance.now(),
): Containers {
  return new ContainerCache(client, events, now);
}

type State =
  | { readonly kind: 'loading' | 'ready' }
  | { readonly kind: 'failed'; readonly error: unknown };

class ContainerCache implements Containers {
  readonly #client: DockerClient;
  readonly #events: EngineEvents;
  readonly #now: () => number;
  readonly #containers = new Map<string, Container>();
  readonly #gone = new Map<string, { readonly container: Container; readonly untilMs: number }>();
  readonly #listeners = new Set<ContainerListener>();
  readonly #dirty = new Set<string>();
  readonly #stopping = new AbortController();
  readonly #waiting = new Set<() => void>();
  #state: State = { kind: 'loading' };
  #isConnected = false;
  #unsubscribe: (() => void) | undefined;
  #settle: NodeJS.Timeout | undefined;
  #reconcile: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(client: DockerClient, events: EngineEvents, now: () => number) {
    this.#client = client;
    this.#events = events;
    this.#now = now;
  }

  async start(): Promise<void> {
    if (this.#stopping.signal.aborted || this.#unsubscribe) {
      return;
    }
    this.#unsubscribe = this.#events.subscribe({
      onConnect: () => {
        this.#isConnected = true;
        if (this.#state.kind === 'failed') {
          // What was wrong is over: who asks now waits for the list.
          this.#setState({ kind: 'loading' });
        }
        this.#enqueue((signal) => this.#reload(signal));
      },
      onEvent: (event) => this.#noteEvent(event),
      onDisconnect: (error) => {
        this.#isConnected = false;
        this.#setState({ kind: 'failed', error });
      },
    });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#unsubscribe?.();
    clearTimeout(this.#settle);
    clearTimeout(this.#reconcile);
    await this.#work;
  }

  list(): readonly Container[] {
    return [...this.#containers.values()];
  }

  get(id: string): Container | undefined {
    return this.#containers.get(id) ?? this.#recall(id);
  }

  subscribe(listener: ContainerListener): () => void {
    this.#listeners.add(listener);
    for (const container of this.#containers.values()) {
      listener({ kind: 'set', container });
    }
    return () => this.#listeners.delete(listener);
  }

  async ready(signal: AbortSignal): Promise<void> {
    while (this.#state.kind === 'loading' && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    if (this.#state.kind === 'failed') {
      throw this.#state.error;
    }
    if (signal.aborted) {
      throw fetchError('timeout', `the Docker Engine at [${this.#client.address}] is slow to list`);
    }
  }

  async refresh(ids: readonly string[], signal: AbortSignal): Promise<void> {
    await forEachLimited(ids, CALLS_MAX, (id) => this.#inspect(id, signal));
  }

  /** A removed container is kept a while after its last use. */
  #recall(id: string): Container | undefined {
    const gone = this.#gone.get(id);
    if (!gone || gone.untilMs < this.#now()) {
      this.#gone.delete(id);
      return undefined;
    }
    this.#gone.delete(id);
    this.#gone.set(id, { container: gone.container, untilMs: this.#now() + GONE_KEEP_MS });
    return gone.container;
  }

  #noteEvent(event: EngineEvent): void {
    const id = containerOf(event);
    if (id === undefined) {
      return;
    }
    if (event.Action === 'destroy') {
      this.#remove(id);
      return;
    }
    this.#inspectLater(id, SETTLE_MS);
  }

  #inspectLater(id: string, delayMs: number): void {
    this.#dirty.add(id);
    this.#settle ??= setTimeout(() => {
      this.#settle = undefined;
      this.#enqueue((signal) => this.#inspectDirty(signal));
    }, delayMs);
  }

  /** One piece of work after the other, so that an older answer never overwrites a newer one. */
  #enqueue(work: (signal: AbortSignal) => Promise<void>): void {
    this.#work = this.#work
      .then(() => this.#withDeadline(work))
      .catch((error) => {
        this.#setState({ kind: 'failed', error });
        this.#reloadIn(RETRY_MS);
      });
  }

  async #inspectDirty(signal: AbortSignal): Promise<void> {
    const ids = [...this.#dirty];
    this.#dirty.clear();
    await this.refresh(ids, signal);
  }

  async #reload(signal: AbortSignal): Promise<void> {
    const listed = await this.#client.get<ListedContainer[]>('/containers/json?all=1', signal);
    if (!Array.isArray(listed)) {
      const { address } = this.#client;
      throw fetchError(
        'failed',
        `what answers at [${address}] lists no containers: no Docker Engine`,
      );
    }
    const ids = new Set(listed.map(({ Id }) => Id));
    for (const id of this.#containers.keys()) {
      if (!ids.has(id)) {
        this.#remove(id);
      }
    }
    // While the stream of events holds, only what it should have told us is asked for again.
    const isFresh = this.#state.kind === 'ready';
    const unknown = listed.filter(
      ({ Id, State }) => !isFresh || this.#containers.get(Id)?.state !== State,
    );
    const ask = unknown.map(({ Id }) => Id);
    await this.refresh(ask, signal);
    this.#setState({ kind: 'ready' });
    this.#reloadIn(RECONCILE_MS);
  }

  #reloadIn(delayMs: number): void {
    clearTimeout(this.#reconcile);
    if (!this.#stopping.signal.aborted) {
      this.#reconcile = setTimeout(() => {
        // Without the stream of events, its next connection reloads everything.
        if (this.#isConnected) {
          this.#enqueue((signal) => this.#reload(signal));
        }
      }, delayMs);
    }
  }

  async #inspect(id: string, signal: AbortSignal): Promise<void> {
    try {
      const path = `/containers/${encodeURIComponent(id)}/json`;
      this.#set(parseContainer(await this.#client.get<InspectAnswer>(path, signal)));
    } catch (error) {
      if (error instanceof LongshoreError && error.status === 404) {
        this.#remove(id);
      } else if (!this.#stopping.signal.aborted) {
        // One that does not answer must not lose the others; it is asked again.
        this.#inspectLater(id, RETRY_MS);
      }
    }
  }

  #set(container: Container): void {
    if (this.#stopping.signal.aborted) {
      return;
    }
    this.#gone.delete(container.id);
    this.#containers.set(container.id, container);
    for (const listener of this.#listeners) {
      listener({ kind: 'set', container });
    }
  }

  #remove(id: string): void {
    const container = this.#containers.get(id);
    this.#dirty.delete(id);
    if (!container) {
      return;
    }
    this.#containers.delete(id);
    this.#gone.set(id, { container, untilMs: this.#now() + GONE_KEEP_MS });
    for (const [oldest, { untilMs }] of this.#gone) {
      if (this.#gone.size > GONE_MAX || untilMs < this.#now()) {
        this.#gone.delete(oldest);
      }
    }
    for (const listener of this.#listeners) {
      listener({ kind: 'removed', container });
    }
  }

  #setState(state: State): void {
    this.#state = state;
    for (const wake of this.#waiting) {
      wake();
    }
    this.#waiting.clear();
  }

  async #withDeadline(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal, clear } = startDeadline(this.#stopping.signal, CALL_TIMEOUT_MS);
    await work(signal).finally(clear);
  }
}

/** The container whose description an event may have changed; health checks run by `exec_…` change nothing. */
function containerOf(event: EngineEvent): string | undefined {
  if (event.Type === 'network') {
    return event.Actor?.Attributes?.container;
  }
  const isQuiet = /^(exec_|top|attach|detach|resize|export|copy|archive)/.test(event.Action ?? '');
  return event.Type === 'container' && !isQuiet ? event.Actor?.ID : undefined;
}
