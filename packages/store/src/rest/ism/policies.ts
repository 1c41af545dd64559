import { errors } from '@longshore/common/errors';
import type { JsonObject } from '@longshore/common/json';
import type { Expected, IsmPolicy } from '../../index/ism-policies.ts';
import { aliasChanges } from '../../lifecycle/ism/actions.ts';
import { actionOf, readIsmPolicy, statesOf } from '../../lifecycle/ism/policy.ts';
import { PRIMARY_TERM } from '../../write/versions.ts';
import { checkCompareAndSet } from '../documents/compare-and-set.ts';
import { checkFilters } from '../indices/alias-filters.ts';
import type { Parameters } from '../parameters.ts';
import { requireObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { PAGE_PARAMETERS, pageOf } from './page.ts';
import { ismPaths } from './paths.ts';

/** `PUT /_plugins/_ism/policies/{policy_id}` */
export const putIsmPolicy: RestRoute = {
  methods: ['PUT'],
  paths: ismPaths('/policies/:policy_id', '/policies'),
  parameters: ['if_seq_no', 'if_primary_term', 'policyID', 'refresh'],
  ignored: ['refresh'],
  partly:
    'Actions: `alias`, `close`, `delete`, `force_merge`, `index_priority`, `open`, `read_only`, `read_write`, `replica_count`, `rollover`; the others are refused with the reason, and so are `error_notification` and the condition `cron`.',
  handle: async ({ part, parameters, body }, { catalog }) => {
    const id = part('policy_id') ?? parameters.text('policyID') ?? '';
    if (id === '') {
      throw errors.illegalArgument('Missing policy ID');
    }
    const expected = readExpected(parameters);
    const policy = readIsmPolicy(requireObject(body, ['policy']).policy, id, Date.now());
    checkAliasFilters(policy);
    const kept = catalog.ismPolicies.put(id, policy, expected);
    await catalog.sync();
    return {
      status: kept.version === 1 ? 201 : 200,
      body: { ...show(id, kept), policy: { policy } },
    };
  },
};

/** `GET|HEAD /_plugins/_ism/policies/{policy_id}` */
export const getIsmPolicy: RestRoute = {
  methods: ['GET', 'HEAD'],
  paths: ismPaths('/policies/:policy_id'),
  parameters: [],
  handle: async ({ part, method }, { catalog }) => {
    const id = part('policy_id') ?? '';
    const kept = catalog.ismPolicies.get(id);
    if (kept !== undefined) {
      return method === 'HEAD' ? { status: 200 } : ok(show(id, kept));
    }
    if (method === 'HEAD') {
      return { status: 404 };
    }
    throw errors.notFound('Policy not found');
  },
};

/** `GET /_plugins/_ism/policies`: by name. */
export const getIsmPolicies: RestRoute = {
  methods: ['GET'],
  paths: ismPaths('/policies'),
  parameters: PAGE_PARAMETERS,
  partly: 'Sorted by name; `queryString` is a name or a pattern of names.',
  handle: async ({ parameters }, { catalog }) => {
    const { total, page } = pageOf(catalog.ismPolicies.list(), parameters);
    return ok({ policies: page.map(([id, kept]) => show(id, kept)), total_policies: total });
  },
};

/** `DELETE /_plugins/_ism/policies/{policy_id}`: indices that have it go on with what it was. */
export const deleteIsmPolicy: RestRoute = {
  methods: ['DELETE'],
  paths: ismPaths('/policies/:policy_id'),
  parameters: ['refresh'],
  ignored: ['refresh'],
  handle: async ({ part }, { catalog }) => {
    const id = part('policy_id') ?? '';
    const removed = catalog.ismPolicies.remove(id);
    if (removed === undefined) {
      throw errors.notFound(`Policy ${id} is not found`);
    }
    await catalog.sync();
    return ok({
      _index: '.opendistro-ism-config',
      _id: id,
      _version: removed.version,
      result: 'deleted',
      forced_refresh: true,
      _shards: { total: 1, successful: 1, failed: 0 },
      _seq_no: removed.seqNo,
      _primary_term: PRIMARY_TERM,
    });
  },
};

function show(id: string, { version, seqNo, policy }: IsmPolicy) {
  return { _id: id, _version: version, _seq_no: seqNo, _primary_term: PRIMARY_TERM, policy };
}

function readExpected(parameters: Parameters): Expected {
  const ifSeqNo = parameters.integer('if_seq_no');
  const ifPrimaryTerm = parameters.integer('if_primary_term');
  checkCompareAndSet(ifSeqNo, ifPrimaryTerm);
  return ifSeqNo === undefined || ifPrimaryTerm === undefined ? {} : { ifSeqNo, ifPrimaryTerm };
}

/** A filter that is no query is found now, not when the action is due. */
function checkAliasFilters(policy: JsonObject): void {
  const actions = statesOf(policy).flatMap((state) => state.actions.map(actionOf));
  for (const { options } of actions.filter(({ name }) => name === 'alias')) {
    for (const { add } of aliasChanges(options)) {
      checkFilters(add);
    }
  }
}
