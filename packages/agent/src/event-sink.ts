import type { Event } from '@longshore/common/fields';
import type { AckSource } from './publisher/batch.ts';

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

/** How an event is told from its repetition, and who hears of its delivery. */
export interface Delivery {
  /** The document's id: a store that has it already takes the event as delivered. */
  readonly id: string;
  readonly source: AckSource;
  /** What `source` hears when this event, and those before it, were delivered. */
  readonly position: number;
}

/** Where inputs hand over events that may be handed over again after a start, and shall be stored once. */
export interface OnceSink {
  /** As `EventSink.publish`, for one event. */
  publishOnce(stream: StreamName, event: Event, delivery: Delivery): void;
}
