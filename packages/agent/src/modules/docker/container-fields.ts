import type { Container } from '../../docker/inspect.ts';

/** Fields that every event of a container has. */
export function containerFields(container: Container): Record<string, string> {
  const fields: Record<string, string> = {
    'container.id': container.id,
    'container.name': container.name,
    'container.image.name': container.image,
    'container.runtime': 'docker',
  };
  for (const [name, value] of Object.entries(container.labels)) {
    fields[`docker.container.labels.${name}`] = value;
  }
  return fields;
}
