import { ok, type RestRoute } from '../route.ts';
import { namesThisNode, nodesAnswer } from './one-node.ts';

const HOT_THREADS_PARAMETERS = [
  ...['doc_type', 'ignore_idle_threads', 'interval', 'master_timeout', 'snapshots', 'sort'],
  ...['threads', 'timeout', 'type'],
];

/** `GET /_nodes[/{node}]/hot_threads`: what the one thread of this process has done since it started. */
export const hotThreads: RestRoute = {
  methods: ['GET'],
  paths: ['/_nodes', '/_cluster/nodes'].flatMap((at) =>
    ['hot_threads', 'hotthreads'].flatMap((name) => [`${at}/${name}`, `${at}/:node/${name}`]),
  ),
  parameters: HOT_THREADS_PARAMETERS,
  ignored: HOT_THREADS_PARAMETERS,
  partly: 'There are no stacks: the answer says how much of a processor this process has used.',
  handle: async ({ part }, { node }) => {
    const { user, system } = process.cpuUsage();
    const share = ((user + system) / 1e6 / process.uptime()) * 100;
    const head = `::: {${node.name}}{${node.id}}{${node.publishAddress()}}\n`;
    const time = `   Hot threads at ${new Date().toISOString()}\n\n`;
    const line = `   ${share.toFixed(1)}% cpu usage by process '${process.pid}' since its start\n\n`;
    return {
      status: 200,
      body: namesThisNode(node, part('node')) ? head + time + line : '',
      contentType: 'text/plain; charset=UTF-8',
    };
  },
};

/** `POST /_nodes[/{node}]/reload_secure_settings`: there are none, so that all of them are up to date. */
export const reloadSecureSettings: RestRoute = {
  methods: ['POST'],
  paths: ['/_nodes/reload_secure_settings', '/_nodes/:node/reload_secure_settings'],
  parameters: ['timeout'],
  ignored: ['timeout'],
  partly: 'There is no keystore, and nothing that would have to be read again.',
  handle: async ({ part }, { node }) =>
    ok(nodesAnswer(node, namesThisNode(node, part('node')) ? { name: node.name } : undefined)),
};
