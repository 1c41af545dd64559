import { errors } from '@longshore/common/errors';
import { isObject } from '@longshore/common/json';
import { ADMIN_PARAMETERS } from '../expression-options.ts';
import { readObject } from '../read-body.ts';
import { ok, type RestRoute } from '../route.ts';
import { requestedStreams } from './requested-streams.ts';

const PATHS = ['/_data_stream/:name/_options'];

/** `GET /_data_stream/{name}/_options`: there is nothing that could be opted for. */
export const getDataStreamOptions: RestRoute = {
  methods: ['GET'],
  paths: PATHS,
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) =>
    ok({ data_streams: requestedStreams(request, store).map(({ name }) => ({ name })) }),
};

/** `PUT /_data_stream/{name}/_options`: a failure store can be switched off only. */
export const putDataStreamOptions: RestRoute = {
  methods: ['PUT'],
  paths: PATHS,
  parameters: ADMIN_PARAMETERS,
  partly: 'There are no failure stores: a document that does not fit is refused.',
  handle: async (request, store) => {
    const { failure_store: failures = {} } = readObject(request.body, ['failure_store']);
    requestedStreams(request, store);
    if (!isObject(failures) || failures.enabled === true || failures.lifecycle !== undefined) {
      throw errors.illegalArgument(
        'there are no failure stores: a document that does not fit is refused, and its sender told why; leave [failure_store] out, or set [enabled] to false',
      );
    }
    return ok({ acknowledged: true });
  },
};

/** `DELETE /_data_stream/{name}/_options` */
export const deleteDataStreamOptions: RestRoute = {
  methods: ['DELETE'],
  paths: PATHS,
  parameters: ADMIN_PARAMETERS,
  handle: async (request, store) => {
    requestedStreams(request, store);
    return ok({ acknowledged: true });
  },
};
