import type { Event } from '@longshore/common/fields';
import type { Containers } from '../../docker/containers.ts';
import type { EventSink } from '../../event-sink.ts';
import { baseEvent, CONTAINER_LOGS } from './event-prefix.ts';

const READABLE: ReadonlySet<string> = new Set(['json-file']);

/** Says once for each container whose log driver keeps no file that we can read, so that nobody waits for its lines. */
export function noteLogDrivers(
  containers: Pick<Containers, 'subscribe'>,
  sink: EventSink,
  now: () => Date = () => new Date(),
): () => void {
  const noted = new Set<string>();
  return containers.subscribe(({ kind, container }) => {
    if (kind === 'removed') {
      noted.delete(container.id);
      return;
    }
    const driver = container.logDriver;
    if (driver === '' || READABLE.has(driver) || noted.has(container.id)) {
      return;
    }
    noted.add(container.id);
    const event: Event = {
      ...baseEvent(container.id, now()),
      'error.type': 'missing',
      'error.message': `the log of this container cannot be read: its log driver [${driver}] keeps no json-file; recreate it with --log-driver json-file`,
    };
    sink.publish(CONTAINER_LOGS, [event]);
  });
}
