import { defined } from '../../../defined.ts';
import type { DockerClient } from '../../../docker/client.ts';
import type { Metricset } from '../../../metricset.ts';
import { fields } from './fields.ts';

/** The part of `GET /info` that we read. */
export interface InfoAnswer {
  readonly ID?: string;
  readonly Containers?: number;
  readonly ContainersRunning?: number;
  readonly ContainersPaused?: number;
  readonly ContainersStopped?: number;
  readonly Images?: number;
  readonly ServerVersion?: string;
  readonly DockerRootDir?: string;
  readonly LoggingDriver?: string;
}

/** What the engine says of itself. */
export function dockerInfo(client: Pick<DockerClient, 'get'>): Metricset<InfoAnswer> {
  return {
    name: 'docker.info',
    fields,
    fetch: ({ signal }) => client.get<InfoAnswer>('/info', signal),
    map: (info, now) => [
      {
        '@timestamp': now.toISOString(),
        ...defined({
          'docker.info.id': info.ID,
          'docker.info.version': info.ServerVersion,
          'docker.info.data_root': info.DockerRootDir,
          'docker.info.logging_driver': info.LoggingDriver,
          'docker.info.containers.total': info.Containers,
          'docker.info.containers.running': info.ContainersRunning,
          'docker.info.containers.paused': info.ContainersPaused,
          'docker.info.containers.stopped': info.ContainersStopped,
          'docker.info.images': info.Images,
        }),
      },
    ],
  };
}
