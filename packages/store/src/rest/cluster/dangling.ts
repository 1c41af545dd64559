import { errors } from '@longshore/common/errors';
import { ok, type RestRoute } from '../route.ts';
import { nodesAnswer } from './one-node.ts';

const PARAMETERS = ['accept_data_loss', 'timeout', 'master_timeout', 'cluster_manager_timeout'];

/** `GET /_dangling`: what has no index in the catalog is dropped at the start, so that nothing is ever left over. */
export const danglingIndices: RestRoute = {
  methods: ['GET'],
  paths: ['/_dangling'],
  parameters: [],
  handle: async (_request, { node }) => {
    const { nodes: _, ...head } = nodesAnswer(node, {});
    return ok({ ...head, dangling_indices: [] });
  },
};

/** `POST|DELETE /_dangling/{uuid}` */
export const danglingIndex: RestRoute = {
  methods: ['POST', 'DELETE'],
  paths: ['/_dangling/:uuid'],
  parameters: PARAMETERS,
  ignored: PARAMETERS,
  partly: 'There are none, so that none is found.',
  handle: async ({ part }) => {
    throw errors.illegalArgument(`No dangling index found for UUID [${part('uuid')}]`);
  },
};
