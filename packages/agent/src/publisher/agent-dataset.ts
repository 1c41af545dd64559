import type { Event, Fields } from '@longshore/common/fields';
import type { DatasetDefinition } from '../metricset.ts';
import type { Counters } from './counters.ts';

const count = (description: string) => ({ type: 'long', metric: 'counter', description }) as const;

const fields = {
  'longshore.agent.uptime.ms': { type: 'long', unit: 'ms', description: 'Since the start.' },
  'longshore.agent.cpu.pct': {
    type: 'double',
    unit: 'percent',
    metric: 'gauge',
    description: 'CPU used since the event before; 1.0 is one core.',
  },
  'longshore.agent.memory.rss.bytes': {
    type: 'long',
    unit: 'byte',
    metric: 'gauge',
    description: 'Resident memory.',
  },
  'longshore.agent.queue.events': {
    type: 'long',
    metric: 'gauge',
    description: 'Events that are not delivered yet.',
  },
  'longshore.agent.queue.bytes': {
    type: 'long',
    unit: 'byte',
    metric: 'gauge',
    description: 'Size of the events that are not delivered yet.',
  },
  'longshore.agent.events.published': count('Events of metricsets and of the engine.'),
  'longshore.agent.events.acknowledged': count('Events that the store accepted.'),
  'longshore.agent.events.dropped.full': count('Events dropped since the queue was full.'),
  'longshore.agent.events.dropped.rejected': count('Events that the store refused for ever.'),
  'longshore.agent.events.filtered': count('Events that a processor dropped.'),
  'longshore.agent.events.retried': count('Events sent once more.'),
  'longshore.agent.output.batches': count('Bulk requests that were answered.'),
  'longshore.agent.output.failed': count('Requests that failed as a whole.'),
  'longshore.agent.output.bytes': count('Bytes of events that were sent, before compression.'),
  'longshore.agent.logs.read.bytes': count('Bytes of log files that were read.'),
  'longshore.agent.logs.undecodable': count('Lines of log files that could not be decoded.'),
  'longshore.agent.logs.cut': count('Log lines that were cut at the limit.'),
  'longshore.agent.logs.skipped.bytes': count('Bytes of old logs that were passed over.'),
  'longshore.agent.logs.truncated_files': count('Log files that became shorter.'),
} as const satisfies Fields;

/** The data stream of the agent's own counters. */
export const agentDataset: DatasetDefinition = {
  type: 'metrics',
  dataset: 'longshore.agent',
  fields,
};

/** What the process says about itself at one moment. */
export interface AgentSample {
  readonly counters: Counters;
  readonly depth: { readonly events: number; readonly bytes: number };
  readonly uptimeMs: number;
  readonly rssBytes: number;
  /** CPU time and real time since the sample before. */
  readonly cpuMs: number;
  readonly elapsedMs: number;
}

/** The event of a sample. */
export function mapAgentSample(sample: AgentSample, now: Date): Event {
  const { counters, depth } = sample;
  const prefix = 'longshore.agent';
  return {
    '@timestamp': now.toISOString(),
    'event.module': 'longshore',
    'event.dataset': agentDataset.dataset,
    [`${prefix}.uptime.ms`]: Math.round(sample.uptimeMs),
    ...(sample.elapsedMs > 0 ? { [`${prefix}.cpu.pct`]: sample.cpuMs / sample.elapsedMs } : {}),
    [`${prefix}.memory.rss.bytes`]: sample.rssBytes,
    [`${prefix}.queue.events`]: depth.events,
    [`${prefix}.queue.bytes`]: depth.bytes,
    [`${prefix}.events.published`]: counters.published,
    [`${prefix}.events.acknowledged`]: counters.acknowledged,
    [`${prefix}.events.dropped.full`]: counters.droppedFull,
    [`${prefix}.events.dropped.rejected`]: counters.droppedRejected,
    [`${prefix}.events.filtered`]: counters.filtered,
    [`${prefix}.events.retried`]: counters.retried,
    [`${prefix}.output.batches`]: counters.batches,
    [`${prefix}.output.failed`]: counters.requestsFailed,
    [`${prefix}.output.bytes`]: counters.sentBytes,
    [`${prefix}.logs.read.bytes`]: counters.logs.readBytes,
    [`${prefix}.logs.undecodable`]: counters.logs.undecodable,
    [`${prefix}.logs.cut`]: counters.logs.cut,
    [`${prefix}.logs.skipped.bytes`]: counters.logs.skippedBytes,
    [`${prefix}.logs.truncated_files`]: counters.logs.truncatedFiles,
  };
}
