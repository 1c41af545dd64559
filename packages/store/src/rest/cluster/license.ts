import { errors } from '@longshore/common/errors';
import { ok, type RestRoute } from '../route.ts';
import { DIALECT } from './info.ts';

const LICENSE_UID = '00000000-0000-0000-0000-000000000000';

/** `GET /_license`: Logstash and Beats look for `active`. */
export const license: RestRoute = {
  methods: ['GET'],
  paths: ['/_license'],
  parameters: ['accept_enterprise', 'local'],
  ignored: ['accept_enterprise', 'local'],
  partly: 'There are no licences: it is always the basic one.',
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

/** `GET /_license/basic_status`, `/_license/trial_status`: there is nothing to be started. */
export const licenseStatus: RestRoute = {
  methods: ['GET'],
  paths: ['/_license/basic_status', '/_license/trial_status'],
  parameters: [],
  handle: async ({ url }) =>
    ok({ [`eligible_to_start_${url.includes('basic') ? 'basic' : 'trial'}`]: false }),
};

/** `POST /_license/start_basic`, `/_license/start_trial`: refused, all there is runs already. */
export const startLicense: RestRoute = {
  methods: ['POST'],
  paths: ['/_license/start_basic', '/_license/start_trial'],
  parameters: ['acknowledge', 'type'],
  partly: 'Always refused: there are no tiers.',
  handle: async () => {
    throw errors.forbidden(
      'Operation failed: there are no licences to be started, all features are there',
    );
  },
};

/** `GET /_xpack`: which features there are. We say of none that it is there before it is. */
export const xpack: RestRoute = {
  methods: ['GET'],
  paths: ['/_xpack'],
  parameters: ['categories', 'accept_enterprise'],
  ignored: ['categories', 'accept_enterprise'],
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
