import type { Logger } from 'pino';
import type { Component } from './component.ts';
import type { Docker } from './docker/docker.ts';
import { createPortReader } from './docker/listening-ports.ts';
import { ProcessIoReader } from './docker/process-io.ts';
import { createStatsSampler } from './docker/stats.ts';
import type { EventSink } from './event-sink.ts';
import { createMetricRunner, type MetricGroup } from './metric-runner.ts';
import { dockerContainer } from './modules/docker/container/metricset.ts';
import { dockerCpu } from './modules/docker/cpu/metricset.ts';
import { dockerDiskio } from './modules/docker/diskio/metricset.ts';
import { dockerHealthcheck } from './modules/docker/healthcheck/metricset.ts';
import { dockerInfo } from './modules/docker/info/metricset.ts';
import { dockerMemory } from './modules/docker/memory/metricset.ts';
import { dockerNetwork } from './modules/docker/network/metricset.ts';
import { systemCpu } from './modules/system/cpu/metricset.ts';
import { systemDiskio } from './modules/system/diskio/metricset.ts';
import { systemFilesystem } from './modules/system/filesystem/metricset.ts';
import { hostFiles } from './modules/system/host-files.ts';
import { systemLoad } from './modules/system/load/metricset.ts';
import { systemMemory } from './modules/system/memory/metricset.ts';
import { systemNetwork } from './modules/system/network/metricset.ts';
import { systemProcess } from './modules/system/process/metricset.ts';
import { systemUptime } from './modules/system/uptime/metricset.ts';

export interface MetricsOptions {
  /** The engine to read; without one only the host is measured. It is started and stopped by its owner. */
  readonly docker?: Docker | undefined;
  readonly hostfs: string;
  readonly periodMs: number;
  /** `processes.top`. */
  readonly topProcesses: number;
  readonly sink: EventSink;
  readonly log: Pick<Logger, 'warn' | 'info' | 'debug'>;
}

/** All metricsets as one component that publishes to `sink`. */
export function createMetrics(options: MetricsOptions): Component {
  const { docker, sink, hostfs } = options;
  const groups = [...(docker ? [dockerGroup(docker, hostfs)] : []), systemGroup(options)];
  return createMetricRunner({
    groups,
    periodMs: options.periodMs,
    sink,
    log: options.log,
  });
}

function dockerGroup({ client, containers }: Docker, hostfs: string): MetricGroup {
  const sampler = createStatsSampler(client, containers);
  return {
    module: 'docker',
    address: client.address,
    metricsets: [
      dockerContainer(containers, sampler, createPortReader(hostfs)),
      dockerCpu(sampler),
      dockerMemory(sampler),
      dockerNetwork(sampler),
      dockerDiskio(sampler, new ProcessIoReader(hostfs)),
      dockerInfo(client),
      dockerHealthcheck(containers),
    ],
  };
}

function systemGroup({ hostfs, topProcesses }: MetricsOptions): MetricGroup {
  const files = hostFiles(hostfs);
  return {
    module: 'system',
    metricsets: [
      systemCpu(files),
      systemLoad(files),
      systemMemory(files),
      systemNetwork(files),
      systemDiskio(files),
      systemFilesystem(files),
      systemProcess(files, topProcesses),
      systemUptime(files),
    ],
  };
}
