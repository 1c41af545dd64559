import { join } from 'node:path';
import type { Event } from '@longshore/common/fields';
import type { Logger } from 'pino';
import type { Component } from '../../component.ts';
import { errorFields } from '../../error-fields.ts';
import type { EventSink, StreamName } from '../../event-sink.ts';
import { RepeatedLog } from '../../outputs/repeated-log.ts';
import type { Counters } from '../../publisher/counters.ts';
import type { Lane } from '../../publisher/lane.ts';
import type { Registry } from '../../registry/registry.ts';
import { ContainerFolders } from './container-folders.ts';
import { ContainerLog } from './container-log.ts';
import type { ContainersPath } from './containers-path.ts';
import { baseEvent, buildPrefix, CONTAINER_LOGS, readContainerConfig } from './event-prefix.ts';
import { ReadLoop } from './read-loop.ts';

/** The part of the publisher that this input needs. */
interface LogPublisher extends EventSink {
  readonly logs: Lane;
  decorate(stream: StreamName, event: Event): Event | undefined;
}

export interface ContainerInputOptions {
  /** The engine's folder of containers; `undefined` while it is not known. Asked again until it is. */
  readonly containersPath: () => ContainersPath | undefined;
  readonly publisher: LogPublisher;
  readonly registry: Registry;
  readonly counters: Counters['logs'];
  readonly log: Logger;
  readonly backlogMaxBytes: number;
}

const POLL_MS = 1_000;
/** A log that grew just now is looked at sooner, since it may be rotated soon. */
const POLL_BUSY_MS = 200;
/** The kernel tells of new folders; they are listed so often in case it did not. */
const LIST_WATCHED_MS = 10_000;
/** Logs of removed containers that wait to be read; each holds a descriptor and its space on the disk. */
const DELETED_MAX = 512;
/** Metadata of a container is looked up so often while it writes; sooner when it was not known. */
const PREFIX_MS = 30_000;
const PREFIX_UNKNOWN_MS = 1_000;

interface Tracked {
  readonly log: ContainerLog;
  nextPollMs: number;
}

/** Reads the logs of all containers of the host that keep theirs in files. */
export class ContainerInput implements Component {
  private readonly options: ContainerInputOptions;
  private readonly tracked = new Map<string, Tracked>();
  private readonly loop: ReadLoop;
  private readonly repeated: RepeatedLog;
  private folders: ContainerFolders | undefined;
  private timer: NodeJS.Timeout | undefined;
  private nextListMs = 0;
  private listing: Promise<void> | undefined;
  private hasListed = false;
  private isStopped = false;
  private lastError = '';

  constructor(options: ContainerInputOptions) {
    this.options = options;
    this.repeated = new RepeatedLog(options.log);
    this.loop = new ReadLoop(options.publisher.logs, (log, error) => this.readFailed(log, error));
  }

  async start(): Promise<void> {
    if (!this.isStopped && !this.timer) {
      this.loop.start(() => this.logs());
      this.tick();
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.folders?.close();
    await this.loop.stop();
    await this.listing;
    this.folders?.close();
    for (const { log } of this.tracked.values()) {
      log.close();
    }
    this.tracked.clear();
  }

  private *logs(): Iterable<ContainerLog> {
    for (const { log } of this.tracked.values()) {
      yield log;
    }
  }

  /** Looks at what is due, then sleeps until something is. */
  private tick(): void {
    const nowMs = performance.now();
    if (nowMs >= this.nextListMs) {
      this.nextListMs = nowMs + (this.folders?.isWatching ? LIST_WATCHED_MS : POLL_MS);
      this.listing ??= this.list().finally(() => {
        this.listing = undefined;
      });
    }
    let nextMs = nowMs + POLL_MS;
    for (const tracked of this.tracked.values()) {
      if (tracked.nextPollMs <= nowMs) {
        this.poll(tracked, nowMs);
      }
      nextMs = Math.min(nextMs, tracked.nextPollMs);
    }
    this.limitDeleted();
    this.timer = setTimeout(() => this.tick(), Math.max(1, nextMs - performance.now()));
  }

  private poll(tracked: Tracked, nowMs: number): void {
    const { log } = tracked;
    if (log.isFinished) {
      this.tracked.delete(log.id);
      this.folders?.unwatchContainer(log.id);
      return;
    }
    const isBusy = nowMs - log.grewMs < POLL_MS && log.grewMs > 0;
    // Quiet logs are looked at in the same moment, so that the process wakes up once.
    tracked.nextPollMs = isBusy
      ? nowMs + POLL_BUSY_MS
      : Math.floor(nowMs / POLL_MS) * POLL_MS + POLL_MS;
    const { counters } = this.options;
    const skippedBefore = counters.skippedBytes;
    try {
      log.poll(nowMs);
    } catch (error) {
      this.readFailed(log, error);
    }
    this.noteSkipped(log, counters.skippedBytes - skippedBefore);
    if (log.isOpen) {
      this.folders?.unwatchContainer(log.id);
    }
    if (log.isReady) {
      this.loop.wake();
    }
  }

  private async list(): Promise<void> {
    const place = this.options.containersPath();
    if (place === undefined || this.isStopped) {
      return;
    }
    const { path } = place;
    if (this.folders?.path !== path) {
      this.folders?.close();
      this.folders = new ContainerFolders(path, {
        found: (id) => this.track(id),
        changed: (id) => this.pollNow(id),
      });
    }
    try {
      await this.folders.list();
      this.lastError = '';
      this.hasListed = true;
      this.forgetGone();
    } catch (error) {
      this.listFailed(place, error);
    }
  }

  private track(id: string): void {
    const folder = this.folders?.path;
    if (this.isStopped || this.tracked.has(id) || folder === undefined) {
      return;
    }
    const { publisher, registry, counters, backlogMaxBytes } = this.options;
    const log = new ContainerLog({
      id,
      path: join(folder, id, `${id}-json.log`),
      lane: publisher.logs,
      registry,
      counters,
      // A container that came while we were watching is read from its first line.
      backlogMaxBytes: this.hasListed ? Number.POSITIVE_INFINITY : backlogMaxBytes,
      prefix: this.prefixMaker(id, join(folder, id)),
    });
    this.tracked.set(id, { log, nextPollMs: 0 });
    this.folders?.watchContainer(id);
    this.pollNow(id);
  }

  private pollNow(id: string): void {
    const tracked = this.tracked.get(id);
    if (tracked && !this.isStopped) {
      this.poll(tracked, performance.now());
    }
  }

  /** Metadata changes rarely (a rename): it is looked up now and then, not for each line. */
  private prefixMaker(id: string, folder: string): (path: string) => Buffer {
    let prefix: Buffer | undefined;
    let madeFor = '';
    let untilMs = 0;
    let config: Readonly<Record<string, string>> | undefined;
    return (path) => {
      const nowMs = performance.now();
      if (prefix && nowMs < untilMs && path === madeFor) {
        return prefix;
      }
      config ??= readContainerConfig(folder);
      const event = this.describe(id, config ?? {});
      const isKnown = 'container.name' in event;
      untilMs = nowMs + (isKnown ? PREFIX_MS : PREFIX_UNKNOWN_MS);
      madeFor = path;
      prefix = buildPrefix(event, path);
      return prefix;
    };
  }

  /** What the engine says of the container, or else what its folder says. */
  private describe(id: string, config: Readonly<Record<string, string>>): Event {
    const base = baseEvent(id, new Date());
    const { publisher } = this.options;
    const event = publisher.decorate(CONTAINER_LOGS, base) ?? base;
    return 'container.name' in event
      ? event
      : (publisher.decorate(CONTAINER_LOGS, { ...base, ...config }) ?? base);
  }

  /** Containers that were removed leave the registry, with the rotated files that nobody will ask for again. */
  private forgetGone(): void {
    for (const [key, state] of this.options.registry.entries()) {
      if (!this.tracked.has(state.container)) {
        this.options.registry.remove(key);
      }
    }
  }

  /** While the queue is full, removed containers must not fill the disk and our descriptors with deleted logs. */
  private limitDeleted(): void {
    const deleted = [...this.tracked.values()].filter(({ log }) => log.isDeleted);
    for (const { log } of deleted.slice(0, -DELETED_MAX)) {
      const skippedBefore = this.options.counters.skippedBytes;
      log.abandon();
      this.noteSkipped(log, this.options.counters.skippedBytes - skippedBefore);
    }
  }

  private noteSkipped(log: ContainerLog, bytes: number): void {
    if (bytes > 0) {
      // The old part of a log that was there before us is left out on purpose.
      const level = this.hasListed ? 'warn' : 'info';
      this.repeated.write(level, 'a part of a container log is not sent', {
        'container.id': log.id,
        'log.file.path': log.path,
        bytes,
      });
    }
  }

  private readFailed(log: ContainerLog, error: unknown): void {
    this.repeated.write('warn', 'container log cannot be read', {
      'container.id': log.id,
      'log.file.path': log.path,
      'error.message': error instanceof Error ? error.message : String(error),
    });
  }

  /** Seen in the data once for each reason, and in the own log. */
  private listFailed({ path, isSure }: ContainersPath, error: unknown): void {
    const fields = errorFields(error);
    const message = `the folder of container logs [${path}] cannot be read: ${fields['error.message']}`;
    const said = `${isSure} ${message}`;
    if (said === this.lastError || this.isStopped) {
      return;
    }
    this.lastError = said;
    // Without the engine, the metricsets have warned already.
    const level = isSure ? 'warn' : 'info';
    this.options.log[level]({ path, 'error.message': message }, 'container logs cannot be read');
    const { 'container.id': _, ...event } = baseEvent('', new Date());
    this.options.publisher.publish(CONTAINER_LOGS, [
      { ...event, ...fields, 'error.message': message } as Event,
    ]);
  }
}
