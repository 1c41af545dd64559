import type { Fields } from '@longshore/common/fields';

/** Fields of `docker.event`. */
export const fields = {
  'docker.event.id': { type: 'keyword', description: 'What it happened to; as `actor.id`.' },
  'docker.event.type': {
    type: 'keyword',
    description: '`container`, `image`, `network`, `volume`, `daemon` and so on.',
  },
  'docker.event.action': { type: 'keyword', description: 'What happened, for example `die`.' },
  'docker.event.status': { type: 'keyword', description: 'As the action, for old engines.' },
  'docker.event.from': { type: 'keyword', description: 'Image of the container.' },
  'docker.event.actor.id': { type: 'keyword', description: 'What it happened to.' },
  'docker.event.actor.attributes.*': {
    type: 'keyword',
    description: 'What the engine says of it; dots in names are `_`.',
  },
  'docker.event.exit_code': { type: 'long', description: 'Of `die`: the exit code.' },
} as const satisfies Fields;
