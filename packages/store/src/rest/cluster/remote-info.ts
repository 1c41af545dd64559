import { ok, type RestRoute } from '../route.ts';

/** `GET /_remote/info`: there are no remote clusters. */
export const remoteInfo: RestRoute = {
  methods: ['GET'],
  paths: ['/_remote/info'],
  parameters: [],
  handle: async () => ok({}),
};
