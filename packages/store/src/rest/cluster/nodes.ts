import { type NodeIdentity, ok, type RestRoute } from '../route.ts';

/** `GET /_nodes`, `/_nodes/http`, `/_nodes/_all/http`, `/_nodes/ingest`: this node, as far as it can be told. */
export const nodes: RestRoute = {
  methods: ['GET'],
  paths: ['/_nodes', '/_nodes/http', '/_nodes/_all', '/_nodes/_all/http', '/_nodes/_local'],
  parameters: ['timeout', 'flat_settings'],
  handle: async (_request, { node }) => ok(answer(node, { http: http(node) })),
};

/** `GET /_nodes/ingest`: no processors yet. */
export const nodesIngest: RestRoute = {
  methods: ['GET'],
  paths: ['/_nodes/ingest', '/_nodes/_all/ingest'],
  parameters: ['timeout', 'flat_settings'],
  handle: async (_request, { node }) => ok(answer(node, { ingest: { processors: [] } })),
};

function answer(node: NodeIdentity, section: object) {
  const address = node.publishAddress();
  return {
    _nodes: { total: 1, successful: 1, failed: 0 },
    cluster_name: node.clusterName,
    nodes: {
      [node.id]: {
        name: node.name,
        transport_address: address,
        host: address.replace(/:\d+$/, ''),
        ip: address.replace(/:\d+$/, ''),
        version: '8.19.0',
        build_flavor: 'default',
        build_type: 'docker',
        roles: ['data', 'ingest', 'master'],
        ...section,
      },
    },
  };
}

function http(node: NodeIdentity) {
  const address = node.publishAddress();
  return {
    bound_address: [address],
    publish_address: address,
    max_content_length_in_bytes: node.contentLengthMax,
  };
}
