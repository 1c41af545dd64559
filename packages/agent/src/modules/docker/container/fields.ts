import type { Fields } from '@longshore/common/fields';

/** Fields of `docker.container`. */
export const fields = {
  'docker.container.created': { type: 'date', description: 'When the container was made.' },
  'docker.container.command': { type: 'keyword', description: 'Command of the first process.' },
  'docker.container.status': {
    type: 'keyword',
    description: 'State in the words of `docker ps`, for example `Up 3 hours (healthy)`.',
  },
  'docker.container.ip_addresses': {
    type: 'ip',
    list: true,
    description: 'Addresses in the networks of the engine.',
  },
  'docker.container.state': {
    type: 'keyword',
    description: '`created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`.',
  },
  'docker.container.health': {
    type: 'keyword',
    description: '`starting`, `healthy` or `unhealthy`; left out without a health check.',
  },
  'docker.container.exit_code': {
    type: 'long',
    description: 'Exit code of the last run; left out while it runs.',
  },
  'docker.container.oom_killed': {
    type: 'boolean',
    description: 'The last run was ended since the container had no memory left.',
  },
  'docker.container.restart_count': {
    type: 'long',
    metric: 'counter',
    description: 'How often its restart policy restarted it.',
  },
  'docker.container.started_at': { type: 'date', description: 'Start of the last run.' },
  'docker.container.finished_at': { type: 'date', description: 'End of the last finished run.' },
  'docker.container.ports': {
    type: 'keyword',
    list: true,
    description: 'Published as `0.0.0.0:8080->80/tcp`, else only exposed as `80/tcp`.',
  },
  'docker.container.listening_ports': {
    type: 'long',
    list: true,
    description: 'TCP ports that its processes listen on; where the agent can see them.',
  },
  'docker.container.limits.memory.bytes': {
    type: 'long',
    unit: 'byte',
    metric: 'gauge',
    description: 'Memory limit; left out if there is none.',
  },
  'docker.container.limits.cpu.cores': {
    type: 'double',
    metric: 'gauge',
    description: 'CPU limit in cores; left out if there is none.',
  },
  'docker.container.limits.pids': {
    type: 'long',
    metric: 'gauge',
    description: 'Limit of processes and threads; left out if there is none.',
  },
  'docker.container.pids': {
    type: 'long',
    metric: 'gauge',
    description: 'Processes and threads in it; left out while it does not run.',
  },
  'docker.container.application.name': {
    type: 'keyword',
    description: 'The application that runs in it, if it is a known one.',
  },
  'docker.container.application.version': {
    type: 'keyword',
    description: 'Version of the application, by the image.',
  },
  'docker.container.application.evidence': {
    type: 'keyword',
    description: 'What the application was recognized by, for example `image nginx:1.27`.',
  },
  'docker.container.log_driver': { type: 'keyword', description: 'Where its log goes.' },
} as const satisfies Fields;
