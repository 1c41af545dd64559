import type { Event } from '@longshore/common/fields';
import type { Containers } from '../docker/containers.ts';
import { containerFields } from '../modules/docker/container-fields.ts';
import type { Processor } from './processor.ts';

const LOG_PATH = /\/containers\/([0-9a-f]{64})\//;

/** Adds name, image and labels of a container to events that only know its id, or the path of its log. */
export function addDockerMetadata(containers: Pick<Containers, 'get'>): Processor {
  return (event) => {
    if (event['container.name'] !== undefined) {
      return event;
    }
    const container = containers.get(idOf(event) ?? '');
    return container ? { ...event, ...containerFields(container) } : event;
  };
}

function idOf(event: Event): string | undefined {
  const path = event['log.file.path'];
  const id = event['container.id'];
  const fromPath = typeof path === 'string' ? LOG_PATH.exec(path)?.[1] : undefined;
  return fromPath ?? (typeof id === 'string' ? id : undefined);
}
