import type { Fields } from '@longshore/common/fields';
import type { DatasetDefinition } from '../../metricset.ts';

const fields = {
  stream: { type: 'keyword', description: '`stdout` or `stderr`.' },
  'input.type': { type: 'keyword', description: '`container`.' },
  'log.offset': { type: 'long', description: 'Where the line begins in its file.' },
  'log.file.path': { type: 'keyword', description: 'File that the line was read from.' },
  'log.level': {
    type: 'keyword',
    description: 'trace, debug, info, notice, warn, error or fatal, when the line says it.',
  },
  'log.flags': { type: 'keyword', list: true, description: '`truncated` for a line that was cut.' },
  'docker.attrs.*': {
    type: 'keyword',
    description: 'Labels and variables that the log options of the container name.',
  },
} as const satisfies Fields;

/** The data stream of container logs. */
export const containerLogs: DatasetDefinition = {
  type: 'logs',
  dataset: 'docker.container',
  fields,
};
