import { ok, type RestRoute } from '../route.ts';

const LICENSE_UID = '00000000-0000-0000-0000-000000000000';

/** The version of Elasticsearch whose dialect we speak: agents decide by it how they talk to us. */
const DIALECT = {
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

/** `GET /_license`: Logstash and Beats look for `active`. */
export const license: RestRoute = {
  methods: ['GET'],
  paths: ['/_license'],
  parameters: ['accept_enterprise', 'local'],
  handle: async () =>
    ok({
      license: {
        status: 'active',
        uid: LICENSE_UID,
        type: 'basic',
        mode: 'basic',
        issue_date: '2025-01-01T00:00:00.000Z',
        issue_date_in_millis: 1_735_689_600_000,
        max_nodes: 1000,
        issued_to: 'longshore',
        issuer: 'longshore',
        start_date_in_millis: -1,
      },
    }),
};

/** `GET /_xpack`: which features there are. We say of none that it is there before it is. */
export const xpack: RestRoute = {
  methods: ['GET'],
  paths: ['/_xpack'],
  parameters: ['categories', 'accept_enterprise'],
  handle: async () =>
    ok({
      build: { hash: DIALECT.build_hash, date: DIALECT.build_date },
      license: { uid: LICENSE_UID, type: 'basic', mode: 'basic', status: 'active' },
      features: {
        ilm: { available: false, enabled: false },
        security: { available: false, enabled: false },
        data_streams: { available: true, enabled: true },
      },
      tagline: 'You know, for X',
    }),
};
