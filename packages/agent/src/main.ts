import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { getPath } from '@longshore/common/json';
import type { RunProcess } from '@longshore/common/process';
import type { Settings } from '@longshore/common/settings/catalogue';
import type { Logger } from 'pino';
import { createDocker, type Docker } from './docker/docker.ts';
import { readAgentId } from './identity.ts';
import { ContainerInput } from './inputs/container/container-input.ts';
import { createContainersPath } from './inputs/container/containers-path.ts';
import { isLogLine } from './inputs/container/event-prefix.ts';
import { containerLogs } from './inputs/container/fields.ts';
import { noteLogDrivers } from './inputs/container/log-drivers.ts';
import { openLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { EventCursor } from './modules/docker/event/cursor.ts';
import { createDockerEventInput } from './modules/docker/event/input.ts';
import { modules } from './modules.ts';
import { createHttpClient } from './outputs/elasticsearch/http-client.ts';
import { ElasticsearchOutput } from './outputs/elasticsearch/output.ts';
import { addDockerMetadata } from './processors/add-docker-metadata.ts';
import { addHostMetadata } from './processors/add-host-metadata.ts';
import { agentDataset } from './publisher/agent-dataset.ts';
import { type Counters, createCounters } from './publisher/counters.ts';
import { Publisher } from './publisher/publisher.ts';
import { SelfMonitor } from './publisher/self-monitor.ts';
import { Registry } from './registry/registry.ts';
import { buildIndexTemplate } from './templates/index-template.ts';

const ECS_VERSION = '8.11.0';
const USUAL_DOCKER_HOST = 'unix:///var/run/docker.sock';

/** Starts the agent; it works whether or not the store and the Docker Engine are there yet. */
export const run: RunProcess = async (settings) => {
  const log = openLog(settings['logging.level']);
  const folder = join(resolve(settings['path.data']), 'agent');
  const counters = createCounters();
  const agentFields = await describeAgent(settings, folder);
  const cursor = await EventCursor.open({
    path: join(folder, 'docker-events.json'),
    address: settings['docker.host'],
    log,
  });
  const docker = settings['docker.enabled']
    ? createDocker(settings['docker.host'], () => cursor.sinceMs())
    : undefined;
  const publisher = createPublisher({ settings, counters, agentFields, docker, log });
  const registry = new Registry(join(folder, 'registry'), log);
  await registry.open();
  const collectors = [
    createMetrics({
      docker,
      hostfs: settings['agent.hostfs'],
      periodMs: settings['agent.period'],
      topProcesses: settings['processes.top'],
      sink: publisher,
      log,
    }),
    new SelfMonitor(publisher, counters),
    ...(docker
      ? [
          createDockerEventInput({
            events: docker.events,
            containers: docker.containers,
            sink: publisher,
            address: docker.client.address,
            delivered: cursor,
          }),
          createContainerLogs({ settings, counters, docker, publisher, registry, log }),
        ]
      : []),
  ];

  const stop = async () => {
    await Promise.all(collectors.map((component) => component.stop()));
    await publisher.stop();
    await docker?.stop();
    await Promise.all([registry.close(), cursor.close()]);
    log.info({ 'event.published': counters.acknowledged }, 'agent stopped');
  };

  await publisher.start();
  for (const component of collectors) {
    await component.start();
  }
  // Last, so that everybody who listens to the engine misses nothing.
  await docker?.start();
  log.info({ 'agent.id': agentFields['agent.id'], 'path.data': folder }, 'agent started');
  let stopping: Promise<void> | undefined;
  return {
    addresses: [],
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
};

async function describeAgent(settings: Settings, folder: string) {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const version = getPath(JSON.parse(manifest), 'version');
  return {
    'agent.id': await readAgentId(folder),
    'agent.ephemeral_id': randomUUID(),
    'agent.name': settings['agent.name'] ?? hostname(),
    'agent.version': String(version),
    'ecs.version': ECS_VERSION,
  };
}

interface PublisherParts {
  readonly settings: Settings;
  readonly counters: Counters;
  readonly agentFields: Readonly<Record<string, string>>;
  readonly docker: Docker | undefined;
  readonly log: Logger;
}

function createPublisher({ settings, counters, agentFields, docker, log }: PublisherParts) {
  const host = settings['http.host'];
  const ownStore = `http://${host.includes(':') ? `[${host}]` : host}:${settings['http.port']}`;
  const datasets = [...modules.flatMap((module) => module.datasets), containerLogs, agentDataset];
  return new Publisher({
    output: new ElasticsearchOutput({
      client: createHttpClient(settings['output.elasticsearch.hosts'] ?? [ownStore]),
      templates: datasets.map(buildIndexTemplate),
      compressionLevel: settings['output.elasticsearch.compression_level'],
      counters,
      log,
    }),
    counters,
    processors: [
      addHostMetadata({
        hostfs: settings['agent.hostfs'],
        name: settings['agent.name'],
        isBrief: settings['docker.containers.add_host_metadata'] ? () => false : isLogLine,
      }),
      ...(docker ? [addDockerMetadata(docker.containers)] : []),
    ],
    agentFields,
    queueEventsMax: settings['queue.mem.events'],
    batchEventsMax: settings['output.elasticsearch.bulk_max_size'],
    flushTimeoutMs: settings['queue.mem.flush.timeout'],
  });
}

interface LogParts {
  readonly settings: Settings;
  readonly counters: Counters;
  readonly docker: Docker;
  readonly publisher: Publisher;
  readonly registry: Registry;
  readonly log: Logger;
}

function createContainerLogs({ settings, counters, docker, publisher, registry, log }: LogParts) {
  const stopping = new AbortController();
  const input = new ContainerInput({
    containersPath: createContainersPath({
      setting: settings['docker.containers.path'],
      hostfs: settings['agent.hostfs'],
      isUsualEngine: settings['docker.host'] === USUAL_DOCKER_HOST,
      client: docker.client,
      signal: stopping.signal,
    }),
    publisher,
    registry,
    counters: counters.logs,
    log,
    backlogMaxBytes: settings['docker.containers.backlog'],
  });
  let unsubscribe: (() => void) | undefined;
  return {
    start: async () => {
      unsubscribe = noteLogDrivers(docker.containers, publisher);
      await input.start();
    },
    stop: async () => {
      unsubscribe?.();
      stopping.abort();
      await input.stop();
    },
  };
}
