import { errors } from '@longshore/common/errors';
import type { RestAnswer, RestRoute } from '../route.ts';
import { namesThisNode } from './one-node.ts';

const DONE: RestAnswer = { status: 200 };

/** `POST /_cluster/voting_config_exclusions`: before a node is taken away; the only one stays. */
export const excludeFromVoting: RestRoute = {
  methods: ['POST'],
  paths: ['/_cluster/voting_config_exclusions'],
  parameters: ['node_ids', 'node_names', 'timeout', 'master_timeout'],
  ignored: ['timeout', 'master_timeout'],
  partly:
    'The only node cannot be excluded; other names are accepted, and there is nothing to keep.',
  handle: async ({ parameters }, { node }) => {
    const ids = parameters.text('node_ids');
    const names = parameters.text('node_names');
    if ((ids === undefined) === (names === undefined)) {
      throw errors.illegalArgument(
        'Please set node identifiers correctly. One and only one of [node_names] and [node_ids] has to be set',
      );
    }
    const given = ids ?? names ?? '';
    if (namesThisNode(node, given)) {
      throw errors.illegalArgument(
        `[${given}] names the only node, [${node.name}]: without it nobody could vote. To take it away, stop it`,
      );
    }
    return DONE;
  },
};

/** `DELETE /_cluster/voting_config_exclusions`: there are none. */
export const clearVotingExclusions: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_cluster/voting_config_exclusions'],
  parameters: ['wait_for_removal', 'master_timeout'],
  ignored: ['wait_for_removal', 'master_timeout'],
  handle: async () => DONE,
};
