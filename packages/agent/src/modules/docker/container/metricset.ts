import type { Event } from '@longshore/common/fields';
import { type Application, detectApplication } from '../../../applications.ts';
import { toNumber } from '../../../counter.ts';
import { defined } from '../../../defined.ts';
import type { Containers } from '../../../docker/containers.ts';
import { type Container, isRunning } from '../../../docker/inspect.ts';
import type { ReadPorts } from '../../../docker/listening-ports.ts';
import type { StatsSampler } from '../../../docker/stats.ts';
import { formatStatus } from '../../../docker/status-text.ts';
import type { Metricset } from '../../../metricset.ts';
import { containerFields } from '../container-fields.ts';
import { fields } from './fields.ts';

/** What is known of a container at the time of the fetch. */
export interface ContainerState {
  readonly container: Container;
  readonly pids?: number;
  readonly listeningPorts?: readonly number[];
}

/** State of each container, running or not. It causes no call to the engine: events keep what is known fresh. */
export function dockerContainer(
  containers: Pick<Containers, 'ready' | 'list'>,
  sampler: Pick<StatsSampler, 'latest'>,
  readPorts: ReadPorts,
): Metricset<ContainerState[]> {
  return {
    name: 'docker.container',
    fields,
    fetch: async ({ signal }) => {
      await containers.ready(signal);
      return containers.list().map((container) => {
        const pids = toNumber(sampler.latest(container.id)?.pids_stats?.current);
        const listeningPorts = isRunning(container) ? readPorts(container) : undefined;
        return {
          container,
          ...(pids === undefined ? {} : { pids }),
          ...(listeningPorts ? { listeningPorts } : {}),
        };
      });
    },
    map: (raw, now) => raw.map((state) => mapContainer(state, now)),
  };
}

function mapContainer({ container, pids, listeningPorts }: ContainerState, now: Date): Event {
  const { limits } = container;
  const application = applicationOf(container, listeningPorts ?? container.exposedPorts);
  const hasRun = container.finishedAt !== undefined;
  return {
    '@timestamp': now.toISOString(),
    ...containerFields(container),
    ...defined({
      // To the second, as the engine's own list has it.
      'docker.container.created': container.createdAt.replace(/\.\d+Z$/, '.000Z'),
      'docker.container.command': container.command,
      'docker.container.status': formatStatus(container, now),
      'docker.container.state': container.state,
      'docker.container.health': container.health?.status,
      'docker.container.exit_code':
        hasRun && !isRunning(container) ? container.exitCode : undefined,
      'docker.container.oom_killed': container.oomKilled,
      'docker.container.restart_count': container.restartCount,
      'docker.container.started_at': container.startedAt,
      'docker.container.finished_at': container.finishedAt,
      'docker.container.ip_addresses': nonEmpty(container.ipAddresses),
      'docker.container.ports': nonEmpty(container.ports),
      'docker.container.listening_ports': nonEmpty(listeningPorts ?? []),
      'docker.container.limits.memory.bytes': limits.memoryBytes,
      'docker.container.limits.cpu.cores': limits.cpuCores,
      'docker.container.limits.pids': limits.pids,
      'docker.container.pids': pids,
      'docker.container.application.name': application?.name,
      'docker.container.application.version': application?.version,
      'docker.container.application.evidence': application?.evidence,
      'docker.container.log_driver': container.logDriver,
    }),
  };
}

const recognized = new WeakMap<
  Container,
  { readonly ports: readonly number[]; readonly application: Application | undefined }
>();

/** What was recognized holds until the container is described anew, or other ports were found. */
function applicationOf(container: Container, ports: readonly number[]): Application | undefined {
  const known = recognized.get(container);
  if (known?.ports === ports) {
    return known.application;
  }
  const { image, command, versions } = container;
  const application = detectApplication({ image, command, versions, ports });
  recognized.set(container, { ports, application });
  return application;
}

const nonEmpty = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length > 0 ? list : undefined;
