import type { Container } from '../../docker/inspect.ts';

const known = new WeakMap<Container, Readonly<Record<string, string>>>();

/** Fields that every event of a container has. */
export function containerFields(container: Container): Readonly<Record<string, string>> {
  const fields = known.get(container) ?? build(container);
  known.set(container, fields);
  return fields;
}

function build(container: Container): Record<string, string> {
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
