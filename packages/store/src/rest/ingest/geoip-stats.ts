import { ok, type RestRoute } from '../route.ts';

/** `GET /_ingest/geoip/stats`: nothing is ever downloaded. */
export const geoipStats: RestRoute = {
  methods: ['GET'],
  paths: ['/_ingest/geoip/stats'],
  parameters: [],
  handle: async () =>
    ok({
      stats: {
        successful_downloads: 0,
        failed_downloads: 0,
        total_download_time: 0,
        databases_count: 0,
        skipped_updates: 0,
        expired_databases: 0,
      },
      nodes: {},
    }),
};
