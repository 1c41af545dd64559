import type { Event } from '@longshore/common/fields';
import type { Component } from '../component.ts';
import { startDeadline } from '../deadline.ts';
import type { Delivery, EventSink, OnceSink, StreamName } from '../event-sink.ts';
import type { Output } from '../outputs/output.ts';
import type { Processor } from '../processors/processor.ts';
import type { Counters } from './counters.ts';
import { actionLine, expandPaths } from './encode-event.ts';
import { Lane } from './lane.ts';

export interface PublisherOptions {
  readonly output: Output;
  readonly counters: Counters;
  readonly processors: readonly Processor[];
  /** Fields of every event but `agent.type`, such as `agent.id` and `ecs.version`. */
  readonly agentFields: Readonly<Record<string, string>>;
  readonly queueEventsMax: number;
  readonly batchEventsMax: number;
  readonly flushTimeoutMs: number;
}

const QUEUE_BYTES_MAX = 8 * 1024 * 1024;
/** Log events that cannot wait, such as those of the engine, may use so many places more than log files do. */
const RESERVE_EVENTS = 1024;
const BYTES_PER_CHAR_MAX = 3;
const STOP_MS = 2_500;

/**
 * Takes events from collectors and brings them to the output. Metrics and logs have a queue each: a full log queue
 * makes log files wait, and never displaces metrics; metrics that find their queue full are dropped and counted.
 */
export class Publisher implements EventSink, OnceSink, Component {
  /** Where log inputs write their events themselves, with positions to be acknowledged. */
  readonly logs: Lane;
  private readonly metrics: Lane;
  private readonly options: PublisherOptions;
  private readonly abort = new AbortController();
  private workers: Promise<void>[] = [];

  constructor(options: PublisherOptions) {
    this.options = options;
    const limits = {
      eventsMax: options.queueEventsMax,
      bytesMax: QUEUE_BYTES_MAX,
      // Half the queue at most, so that one batch fills while another is on its way.
      batchEventsMax: Math.min(options.batchEventsMax, Math.ceil(options.queueEventsMax / 2)),
      flushTimeoutMs: options.flushTimeoutMs,
    };
    this.logs = new Lane(limits);
    this.metrics = new Lane(limits);
  }

  get isFull(): boolean {
    return this.metrics.isFull;
  }

  /** Events that are not delivered yet, and their bytes. */
  get depth(): { readonly events: number; readonly bytes: number } {
    const [logs, metrics] = [this.logs.depth, this.metrics.depth];
    return { events: logs.events + metrics.events, bytes: logs.bytes + metrics.bytes };
  }

  publish(stream: StreamName, events: readonly Event[]): void {
    const action = actionLine(stream);
    for (const event of events) {
      this.add(stream, event, action);
    }
  }

  publishOnce(stream: StreamName, event: Event, delivery: Delivery): void {
    this.add(stream, event, actionLine(stream, delivery.id), delivery);
  }

  private add(stream: StreamName, event: Event, action: string, delivery?: Delivery): void {
    const { counters } = this.options;
    const lane = stream.type === 'logs' ? this.logs : this.metrics;
    const reserveEvents = stream.type === 'logs' ? RESERVE_EVENTS : 0;
    counters.published++;
    const decorated = this.decorate(stream, event);
    if (!decorated) {
      counters.filtered++;
    } else if (lane.exceeds(reserveEvents)) {
      counters.droppedFull++;
    } else {
      const text = `${action}${JSON.stringify(expandPaths(decorated))}\n`;
      const batch = lane.begin(text.length * BYTES_PER_CHAR_MAX);
      batch.utf8(text);
      if (delivery) {
        batch.mark(delivery.source, delivery.position);
      }
      lane.end();
    }
  }

  /** The event with what all events share, and after the processors; `undefined` if one of them dropped it. */
  decorate(stream: StreamName, event: Event): Event | undefined {
    let decorated: Event | undefined = {
      ...event,
      ...this.options.agentFields,
      'agent.type': stream.type === 'logs' ? 'filebeat' : 'metricbeat',
    };
    for (const processor of this.options.processors) {
      decorated = processor(decorated);
      if (!decorated) {
        return undefined;
      }
    }
    return decorated;
  }

  async start(): Promise<void> {
    if (this.workers.length === 0 && !this.abort.signal.aborted) {
      this.workers = [this.logs, this.metrics].map((lane) => this.deliver(lane));
    }
  }

  /** Delivers what it can within a moment; the rest was never acknowledged and is read again. */
  async stop(): Promise<void> {
    if (this.workers.length > 0) {
      const { signal, clear } = startDeadline(this.abort.signal, STOP_MS);
      await Promise.all([this.logs, this.metrics].map((lane) => lane.drained(signal)));
      clear();
    }
    this.abort.abort();
    await Promise.all(this.workers);
    this.logs.close();
    this.metrics.close();
    this.options.output.close();
  }

  private async deliver(lane: Lane): Promise<void> {
    const { signal } = this.abort;
    for (;;) {
      const batch = await lane.take(signal);
      if (!batch || !(await this.options.output.send(batch, signal))) {
        return;
      }
      batch.acknowledge();
      lane.release(batch);
    }
  }
}
