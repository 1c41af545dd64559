import type { Event } from '@longshore/common/fields';

/** Which data stream an event goes to: `<type>-<dataset>-default`. */
export interface StreamName {
  readonly type: 'metrics' | 'logs';
  readonly dataset: string;
}

/**
 * Where collectors hand over their events. The sink adds what all events share (`agent.*`, `ecs.version`, and by
 * the processors `host.*` and the metadata of containers); a collector adds everything else.
 */
export interface EventSink {
  /** True when the queue has no room: a metricset then skips its turn, a log input waits. */
  readonly isFull: boolean;
  /** Takes the events over; never throws and never blocks. Events may be dropped, and are counted, when full. */
  publish(stream: StreamName, events: readonly Event[]): void;
}
