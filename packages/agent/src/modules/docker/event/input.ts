import { createHash } from 'node:crypto';
import type { Event } from '@longshore/common/fields';
import type { Component } from '../../../component.ts';
import { defined } from '../../../defined.ts';
import type { Containers } from '../../../docker/containers.ts';
import type { EngineEvent, EngineEvents } from '../../../docker/events.ts';
import { dedot } from '../../../docker/inspect.ts';
import type { OnceSink } from '../../../event-sink.ts';
import type { AckSource } from '../../../publisher/batch.ts';
import { createHealthcheckFilter } from './healthcheck-filter.ts';

const STREAM = { type: 'logs', dataset: 'docker.event' } as const;
/** Events that wait for the list of containers; the engine repeats 256 at most. */
const HELD_MAX = 1_024;
const HASH_CHARS = 16;

export interface DockerEventInputOptions {
  readonly events: EngineEvents;
  readonly containers: Pick<Containers, 'get' | 'ready'>;
  readonly sink: OnceSink;
  readonly address: string;
  /** Hears the time in milliseconds up to which events were delivered. */
  readonly delivered: AckSource;
}

/** Publishes what happens in the engine, each event once, except for its runs of health checks. */
export function createDockerEventInput(options: DockerEventInputOptions): Component {
  return new DockerEventInput(options);
}

class DockerEventInput implements Component {
  readonly #options: DockerEventInputOptions;
  readonly #isHealthcheck: (event: EngineEvent) => boolean;
  readonly #stopping = new AbortController();
  #unsubscribe: (() => void) | undefined;
  /** While the containers are not known, health checks cannot be told from the commands of people. */
  #held: EngineEvent[] | undefined;

  constructor(options: DockerEventInputOptions) {
    this.#options = options;
    this.#isHealthcheck = createHealthcheckFilter(
      (id) => options.containers.get(id)?.healthCommand,
    );
  }

  async start(): Promise<void> {
    this.#unsubscribe ??= this.#options.events.subscribe({
      onConnect: () => void this.#holdUntilReady(),
      onEvent: (event) => this.#take(event),
    });
  }

  async stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#stopping.abort();
  }

  async #holdUntilReady(): Promise<void> {
    this.#held ??= [];
    try {
      // Behind all who listen, so that the list of containers knows of the connection, too.
      await Promise.resolve();
      await this.#options.containers.ready(this.#stopping.signal);
    } catch {
      // The metricsets tell what is wrong with the engine; rather a health check too many than no event.
    }
    if (!this.#stopping.signal.aborted) {
      this.#release();
    }
  }

  #take(event: EngineEvent): void {
    if (!this.#held) {
      this.#publish(event);
    } else if (this.#held.push(event) >= HELD_MAX) {
      this.#release();
    }
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const event of held) {
      this.#publish(event);
    }
  }

  #publish(event: EngineEvent): void {
    if (!this.#isHealthcheck(event)) {
      const { sink, address, delivered } = this.#options;
      sink.publishOnce(
        STREAM,
        { ...mapEngineEvent(event), 'service.address': address },
        { id: documentId(event), source: delivered, position: timeOf(event).getTime() },
      );
    }
  }
}

/** The same for the same event whenever the engine tells of it, so that the store keeps one. */
function documentId({ Type, Action, Actor, id, time, timeNano }: EngineEvent): string {
  const hash = createHash('sha256').update(JSON.stringify([Type, Action, Actor?.ID ?? id]));
  return `${timeNano ?? time ?? 0}-${hash.digest('hex').slice(0, HASH_CHARS)}`;
}

/** An event of the engine as ours. */
export function mapEngineEvent(event: EngineEvent): Event {
  const attributes = event.Actor?.Attributes ?? {};
  const id = event.Actor?.ID ?? event.id ?? '';
  const all: Record<string, string | number | undefined> = {
    'event.module': 'docker',
    'event.dataset': 'docker.event',
    'event.kind': 'event',
    'service.type': 'docker',
    'docker.event.id': event.id ?? id,
    'docker.event.type': event.Type,
    'docker.event.action': event.Action,
    'docker.event.status': event.status,
    'docker.event.from': event.from,
    'docker.event.actor.id': id,
  };
  for (const [name, value] of Object.entries(dedot(attributes))) {
    all[`docker.event.actor.attributes.${name}`] = value;
  }
  if (event.Type === 'container') {
    const exitCode = Number.parseInt(attributes.exitCode ?? '', 10);
    all['docker.event.exit_code'] = Number.isNaN(exitCode) ? undefined : exitCode;
    all['container.id'] = id;
    all['container.name'] = attributes.name;
    all['container.image.name'] = attributes.image;
    all['container.runtime'] = 'docker';
  }
  return { '@timestamp': timeOf(event).toISOString(), ...defined(all) };
}

function timeOf(event: EngineEvent): Date {
  return event.timeNano === undefined
    ? new Date((event.time ?? 0) * 1000)
    : new Date(Number(BigInt(event.timeNano) / 1_000_000n));
}
