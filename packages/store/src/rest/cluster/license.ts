import { errors } from '@longshore/common/errors';
import { isObject, type JsonObject } from '@longshore/common/json';
import { type License, readLicense } from '../../index/license-store.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { DIALECT } from './info.ts';

const LICENSE_UID = '00000000-0000-0000-0000-000000000000';

/** `GET /_license`: Logstash and Beats look for `active`. */
export const license: RestRoute = {
  methods: ['GET'],
  paths: ['/_license'],
  parameters: ['accept_enterprise', 'local'],
  ignored: ['accept_enterprise', 'local'],
  partly: 'A license that was installed is shown and changes nothing.',
  handle: async (_request, { catalog }) => {
    const installed = catalog.licenses.get();
    return ok({
      license: installed === undefined ? BASIC : showLicense(installed, Date.now()),
    });
  },
};

const BASIC = {
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
};

function showLicense(license: License, nowMs: number): JsonObject {
  return {
    status: isExpired(license, nowMs) ? 'expired' : 'active',
    uid: license.uid,
    type: license.type,
    issue_date: new Date(license.issuedMs).toISOString(),
    issue_date_in_millis: license.issuedMs,
    expiry_date: new Date(license.expiresMs).toISOString(),
    expiry_date_in_millis: license.expiresMs,
    max_nodes: license.nodesMax,
    max_resource_units: null,
    issued_to: license.issuedTo,
    issuer: license.issuer,
    start_date_in_millis: license.startsMs,
  };
}

const isExpired = ({ expiresMs }: License, nowMs: number): boolean => expiresMs < nowMs;

const WAITING = ['master_timeout', 'timeout'];

/** `PUT|POST /_license`: keeps a license, for who moves here with one. */
export const putLicense: RestRoute = {
  methods: ['PUT', 'POST'],
  paths: ['/_license'],
  parameters: ['acknowledge', ...WAITING],
  ignored: ['acknowledge', ...WAITING],
  partly:
    'The license is kept and shown. All features are there without it, so that its signature is not checked.',
  handle: async ({ body }, { catalog }) => {
    const { licenses, license: single } = requireObject(body, ['licenses', 'license']);
    const given = single ?? (Array.isArray(licenses) ? licenses[0] : undefined);
    if (!isObject(given)) {
      throw errors.illegalArgument('the request body must have a license in [licenses]');
    }
    const found = readLicense(given);
    const isOver = isExpired(found, Date.now());
    if (!isOver) {
      catalog.licenses.put(found);
      await catalog.sync();
    }
    return ok({ acknowledged: !isOver, license_status: isOver ? 'expired' : 'valid' });
  },
};

/** `DELETE /_license`: the basic one again. */
export const deleteLicense: RestRoute = {
  methods: ['DELETE'],
  paths: ['/_license'],
  parameters: WAITING,
  ignored: WAITING,
  handle: async (_request, { catalog }) => {
    catalog.licenses.remove();
    await catalog.sync();
    return ok({ acknowledged: true });
  },
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
  parameters: ['acknowledge', 'type', ...WAITING],
  ignored: ['acknowledge', 'type', ...WAITING],
  partly: 'Always refused: there are no tiers.',
  handle: async () => {
    throw errors.forbidden(
      'Operation failed: there are no licenses to be started, all features are there',
    );
  },
};

const XPACK = {
  build: { hash: DIALECT.build_hash, date: DIALECT.build_date },
  license: { uid: LICENSE_UID, type: 'basic', mode: 'basic', status: 'active' },
  features: {
    ilm: { available: true, enabled: true },
    security: { available: false, enabled: false },
    data_streams: { available: true, enabled: true },
  },
};

/** `GET /_xpack`: which features there are. We say of none that it is there before it is. */
export const xpack: RestRoute = {
  methods: ['GET'],
  paths: ['/_xpack'],
  parameters: ['categories', 'accept_enterprise'],
  ignored: ['accept_enterprise'],
  handle: async ({ parameters }) => {
    const wanted = parameters.list('categories') ?? Object.keys(XPACK);
    const unknown = wanted.find((name) => !Object.hasOwn(XPACK, name));
    if (unknown !== undefined) {
      const known = Object.keys(XPACK).join(', ');
      throw errors.illegalArgument(`No category [${unknown}]; there are [${known}]`);
    }
    const shown = Object.entries(XPACK).filter(([name]) => wanted.includes(name));
    return ok({ ...Object.fromEntries(shown), tagline: 'You know, for X' });
  },
};
