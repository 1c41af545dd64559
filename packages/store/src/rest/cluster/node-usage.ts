import { unrecognized } from '../parameters.ts';
import { ok, type RestRoute } from '../route.ts';
import { namesThisNode, nodesAnswer, pathOf } from './one-node.ts';

const METRICS = ['_all', 'rest_actions', 'aggregations'];

/** `GET /_nodes[/{node}]/usage[/{metric}]`: how often each API was called since the start. */
export const nodeUsage: RestRoute = {
  methods: ['GET'],
  paths: [
    ...['/_nodes/usage', '/_nodes/usage/:metric'],
    ...['/_nodes/:node/usage', '/_nodes/:node/usage/:metric'],
  ],
  parameters: ['timeout'],
  ignored: ['timeout'],
  partly: 'APIs are named by their path; aggregations are not counted.',
  handle: async (request, { node, usage }) => {
    const wanted = (request.part('metric') ?? '_all').split(',');
    const unknown = wanted.filter((name) => !METRICS.includes(name));
    if (unknown.length > 0) {
      throw unrecognized(pathOf(request), 'metric', unknown, METRICS);
    }
    if (!namesThisNode(node, request.part('node'))) {
      return ok(nodesAnswer(node, undefined));
    }
    const shows = (name: string) => wanted.includes('_all') || wanted.includes(name);
    const section = {
      timestamp: Date.now(),
      since: usage.sinceMs,
      ...(shows('rest_actions') ? { rest_actions: Object.fromEntries(usage.calls) } : {}),
      ...(shows('aggregations') ? { aggregations: {} } : {}),
    };
    return ok(nodesAnswer(node, section));
  },
};
