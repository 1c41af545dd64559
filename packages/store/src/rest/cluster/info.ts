import { ok, type RestRoute } from '../route.ts';

/** The version of Elasticsearch whose dialect we speak: agents decide by it how they talk to us. */
export const DIALECT = {
  number: '8.19.0',
  build_flavor: 'default',
  build_type: 'docker',
  build_hash: 'longshore',
  build_date: '2025-01-01T00:00:00.000Z',
  build_snapshot: false,
  lucene_version: '9.12.0',
  minimum_wire_compatibility_version: '7.17.0',
  minimum_index_compatibility_version: '7.0.0',
} as const;

/** `GET|HEAD /`: clients decide by it whether they talk to us at all. */
export const info: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ['/'],
  parameters: [],
  handle: async (_request, { node }) =>
    ok({
      name: node.name,
      cluster_name: node.clusterName,
      cluster_uuid: node.clusterUuid,
      version: DIALECT,
      tagline: 'You Know, for Search',
    }),
};
