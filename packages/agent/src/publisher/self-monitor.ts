import type { Component } from '../component.ts';
import { agentDataset, mapAgentSample } from './agent-dataset.ts';
import type { Counters } from './counters.ts';
import type { Publisher } from './publisher.ts';

const PERIOD_MS = 30_000;

/** Publishes the agent's own counters every 30 s. */
export class SelfMonitor implements Component {
  private readonly publisher: Publisher;
  private readonly counters: Counters;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;
  private before = { cpu: process.cpuUsage(), atMs: performance.now() };

  constructor(publisher: Publisher, counters: Counters) {
    this.publisher = publisher;
    this.counters = counters;
  }

  async start(): Promise<void> {
    if (!this.isStopped) {
      this.timer ??= setInterval(() => this.publish(), PERIOD_MS);
    }
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
  }

  private publish(): void {
    const { user, system } = process.cpuUsage(this.before.cpu);
    const atMs = performance.now();
    const event = mapAgentSample(
      {
        counters: this.counters,
        depth: this.publisher.depth,
        uptimeMs: process.uptime() * 1_000,
        rssBytes: process.memoryUsage.rss(),
        cpuMs: (user + system) / 1_000,
        elapsedMs: atMs - this.before.atMs,
      },
      new Date(),
    );
    this.before = { cpu: process.cpuUsage(), atMs };
    this.publisher.publish(agentDataset, [event]);
  }
}
