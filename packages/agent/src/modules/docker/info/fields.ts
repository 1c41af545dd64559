import type { FieldDefinition, Fields } from '@longshore/common/fields';

const count = (what: string): FieldDefinition => ({
  type: 'long',
  metric: 'gauge',
  description: `Number of ${what}.`,
});

/** Fields of `docker.info`. */
export const fields = {
  'docker.info.id': { type: 'keyword', description: 'Identity of the engine.' },
  'docker.info.version': { type: 'keyword', description: 'Version of the engine.' },
  'docker.info.data_root': { type: 'keyword', description: 'Folder of all data of the engine.' },
  'docker.info.logging_driver': { type: 'keyword', description: 'Log driver if none is given.' },
  'docker.info.containers.total': count('containers'),
  'docker.info.containers.running': count('running containers'),
  'docker.info.containers.paused': count('paused containers'),
  'docker.info.containers.stopped': count('stopped containers'),
  'docker.info.images': count('images'),
} as const satisfies Fields;
