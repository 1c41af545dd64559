import type { Component } from '../component.ts';
import { createDockerClient, type DockerClient } from './client.ts';
import { type Containers, createContainers } from './containers.ts';
import { createEngineEvents, type EngineEvents } from './events.ts';

/** One engine, as all parts of the agent share it. */
export interface Docker extends Component {
  readonly client: DockerClient;
  readonly events: EngineEvents;
  readonly containers: Containers;
}

/**
 * Makes what reads the engine at `host` (`docker.host`); start it last, when all have subscribed. Events are asked
 * for from `sinceMs` on.
 */
export function createDocker(host: string, sinceMs?: () => number): Docker {
  const client = createDockerClient(host);
  const events = createEngineEvents(client, sinceMs);
  const containers = createContainers(client, events);
  return {
    client,
    events,
    containers,
    start: async () => {
      await containers.start();
      await events.start();
    },
    stop: async () => {
      await Promise.all([containers.stop(), events.stop()]);
      client.close();
    },
  };
}
