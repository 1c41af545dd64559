import { errors } from '@longshore/common/errors';
import { ok, type RestRoute } from '../route.ts';

const TARGETS = ['_all', 'http', 'ingest', 'script', 'thread_pool'];

/** `GET /_info/{target}` */
export const clusterInfo: RestRoute = {
  methods: ['GET'],
  paths: ['/_info/:target'],
  parameters: [],
  partly: 'Nothing of these is counted: sections are empty.',
  handle: async ({ part }, { node }) => {
    const wanted = (part('target') ?? '').split(',');
    const unknown = wanted.find((name) => !TARGETS.includes(name));
    if (unknown !== undefined) {
      throw errors.illegalArgument(
        `request [/_info/${unknown}] contains unrecognized target: [${unknown}]`,
      );
    }
    const shown = TARGETS.filter(
      (name) => name !== '_all' && (wanted.includes('_all') || wanted.includes(name)),
    );
    return ok({
      cluster_name: node.clusterName,
      ...Object.fromEntries(shown.map((name) => [name, {}])),
    });
  },
};
