import { define, type SettingValues } from './settings.ts';

/** Settings that every process reads. */
export const pathSettings = define({
  'path.home': {
    type: 'string',
    description: 'Where Longshore is installed; set by the command line.',
  },
  'path.data': {
    type: 'string',
    default: './data',
    description: 'Folder of everything that must survive a restart.',
  },
  'path.logs': { type: 'string', default: './logs', description: 'Folder of our own logs.' },
  'logging.level': {
    type: 'string',
    default: 'info',
    description: 'debug, info, warning or error.',
  },
});

export const storeSettings = define({
  'cluster.name': { type: 'string', default: 'longshore', description: 'Name in `GET /`.' },
  'node.name': { type: 'string', description: 'Name of this node; the host name if not given.' },
  'http.host': {
    type: 'string',
    default: '127.0.0.1',
    description: 'Address of the REST API. Loopback only, until there is authentication.',
  },
  'http.port': {
    type: 'integer',
    default: 9200,
    min: 0,
    max: 65_535,
    description: 'Port of the REST API.',
  },
  'http.max_content_length': {
    type: 'size',
    default: '100mb',
    description: 'Largest request body after decompression; larger ones get 413.',
  },
  'ingest.geoip.path': {
    type: 'string',
    default: '',
    description:
      'Folder of your own databases of IP addresses (`.mmdb`) for the geoip processor; empty: countries only, from the base that is shipped.',
  },
  'reindex.remote.whitelist': {
    type: 'list',
    default: [],
    description:
      'Clusters that `_reindex` may copy from: `host:port`, with `*` for any text, such as `10.0.0.*:9200`; none unless given.',
  },
  'store.engine.memory': {
    type: 'size',
    default: '400mb',
    description: 'Memory the engine may use for queries; its process may exceed it for moments.',
  },
});

export const serverSettings = define({
  'server.host': {
    type: 'string',
    default: '127.0.0.1',
    description: 'Address of the UI. Loopback only, until there is authentication.',
  },
  'server.port': {
    type: 'integer',
    default: 5601,
    min: 0,
    max: 65_535,
    description: 'Port of the UI.',
  },
  'elasticsearch.hosts': {
    type: 'list',
    description: 'The store that the server reads from; the own store if not given.',
  },
  'alerting.rules.path': {
    type: 'string',
    description: 'Rule file; the one that is shipped if not given.',
  },
});

export const agentSettings = define({
  'agent.enabled': {
    type: 'boolean',
    default: true,
    description: 'Run the agent with `longshore up`.',
  },
  'agent.name': {
    type: 'string',
    description: 'Name of this host in events; the host name if not given.',
  },
  'agent.period': { type: 'duration', default: '10s', description: 'How often metrics are read.' },
  'agent.hostfs': {
    type: 'string',
    default: '/',
    description: 'Root of the host file system, when the agent runs in a container.',
  },
  'docker.enabled': {
    type: 'boolean',
    default: true,
    description: 'Collect from a Docker Engine.',
  },
  'docker.host': {
    type: 'string',
    default: 'unix:///var/run/docker.sock',
    description: 'Address of the Docker Engine: unix:// or tcp://.',
  },
  'docker.containers.path': {
    type: 'string',
    default: '',
    description:
      'Folder of the container logs; empty: `containers` below the data root that the engine reports.',
  },
  'docker.containers.backlog': {
    type: 'size',
    default: '10mb',
    description:
      'How much of each log that is older than the first start of the agent is read; the rest is passed over.',
  },
  'docker.containers.add_host_metadata': {
    type: 'boolean',
    default: false,
    description:
      'Send all of `host.*` with each log line, as Filebeat does; without it a line has `host.name`, `host.hostname` and `host.id`.',
  },
  'processes.top': {
    type: 'integer',
    default: 5,
    min: 0,
    max: 1000,
    description: 'How many processes by CPU, and by memory, are sent per host and per container.',
  },
  'output.elasticsearch.hosts': {
    type: 'list',
    description: 'Where events go; the own store if not given.',
  },
  'output.elasticsearch.compression_level': {
    type: 'integer',
    default: 1,
    min: 0,
    max: 9,
    description: 'gzip level of bulk requests; 0 is off.',
  },
  'output.elasticsearch.bulk_max_size': {
    type: 'integer',
    default: 1600,
    min: 1,
    max: 10_000,
    description: 'Events per bulk request.',
  },
  'queue.mem.events': {
    type: 'integer',
    default: 3200,
    min: 32,
    max: 1_000_000,
    description:
      'Metric events that may wait, and as many log events; when full, metrics skip and log inputs wait.',
  },
  'queue.mem.flush.timeout': {
    type: 'duration',
    default: '1s',
    description: 'Longest wait to fill a batch.',
  },
});

/** Every setting of every process: one file may hold them all. */
export const allSettings = {
  ...pathSettings,
  ...storeSettings,
  ...serverSettings,
  ...agentSettings,
};

/** All settings with their values, as every process gets them. */
export type Settings = SettingValues<typeof allSettings>;
