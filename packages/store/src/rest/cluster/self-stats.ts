import { ok, type RestRoute } from '../route.ts';

/** `GET /_longshore/stats`: what this process has done and what it holds, for our own metrics. */
export const selfStats: RestRoute = {
  methods: ['GET'],
  paths: ['/_longshore/stats'],
  parameters: [],
  handle: async (_request, store) => {
    const memory = process.memoryUsage();
    const cpu = process.cpuUsage();
    return ok({
      uptime_ms: Math.round(process.uptime() * 1000),
      indices: store.catalog.entries().length,
      data_streams: store.catalog.dataStreams().length,
      written: store.counters,
      process: {
        rss_bytes: memory.rss,
        heap_used_bytes: memory.heapUsed,
        heap_total_bytes: memory.heapTotal,
        external_bytes: memory.external,
        buffers_bytes: memory.arrayBuffers,
        cpu_user_ms: Math.round(cpu.user / 1000),
        cpu_system_ms: Math.round(cpu.system / 1000),
      },
    });
  },
};
