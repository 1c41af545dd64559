import type { Event } from '@longshore/common/fields';
import type { Component } from '../../../component.ts';
import { defined } from '../../../defined.ts';
import type { Containers } from '../../../docker/containers.ts';
import type { EngineEvent, EngineEvents } from '../../../docker/events.ts';
import { dedot } from '../../../docker/inspect.ts';
import type { EventSink } from '../../../event-sink.ts';
import { createHealthcheckFilter } from './healthcheck-filter.ts';

const STREAM = { type: 'logs', dataset: 'docker.event' } as const;

export interface DockerEventInputOptions {
  readonly events: EngineEvents;
  readonly containers: Pick<Containers, 'get'>;
  readonly sink: EventSink;
  readonly address: string;
}

/** Publishes what happens in the engine, except for its runs of health checks. */
export function createDockerEventInput({
  events,
  containers,
  sink,
  address,
}: DockerEventInputOptions): Component {
  const isHealthcheck = createHealthcheckFilter((id) => containers.get(id)?.healthCommand);
  let unsubscribe: (() => void) | undefined;
  return {
    start: async () => {
      unsubscribe ??= events.subscribe({
        onEvent: (event) => {
          if (!isHealthcheck(event)) {
            sink.publish(STREAM, [{ ...mapEngineEvent(event), 'service.address': address }]);
          }
        },
      });
    },
    stop: async () => unsubscribe?.(),
  };
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
