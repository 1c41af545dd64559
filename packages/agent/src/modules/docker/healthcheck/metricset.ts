import type { Containers } from '../../../docker/containers.ts';
import { type Container, isRunning } from '../../../docker/inspect.ts';
import type { Metricset } from '../../../metricset.ts';
import { containerFields } from '../container-fields.ts';
import { fields } from './fields.ts';

/** The last health check of each running container that has one. */
export function dockerHealthcheck(
  containers: Pick<Containers, 'ready' | 'list' | 'refresh'>,
): Metricset<readonly Container[]> {
  const checked = () => containers.list().filter((one) => isRunning(one) && one.health);
  return {
    name: 'docker.healthcheck',
    fields,
    fetch: async ({ signal }) => {
      await containers.ready(signal);
      // A check that ends like the one before causes no event: only asking tells that it ran.
      await containers.refresh(
        checked().map(({ id }) => id),
        signal,
      );
      return checked();
    },
    map: (raw, now) =>
      raw.flatMap(({ health, ...container }) =>
        health?.last
          ? {
              '@timestamp': now.toISOString(),
              ...containerFields(container),
              'docker.healthcheck.status': health.status,
              'docker.healthcheck.failingstreak': health.failingStreak,
              'docker.healthcheck.event.start_date': health.last.start,
              'docker.healthcheck.event.end_date': health.last.end,
              'docker.healthcheck.event.exit_code': health.last.exitCode,
              'docker.healthcheck.event.output': health.last.output,
            }
          : [],
      ),
  };
}
