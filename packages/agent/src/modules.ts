import type { DatasetDefinition, ModuleDefinition } from './metricset.ts';
import { fields as dockerContainer } from './modules/docker/container/fields.ts';
import { fields as dockerCpu } from './modules/docker/cpu/fields.ts';
import { fields as dockerDiskio } from './modules/docker/diskio/fields.ts';
import { fields as dockerEvent } from './modules/docker/event/fields.ts';
import { fields as dockerHealthcheck } from './modules/docker/healthcheck/fields.ts';
import { fields as dockerInfo } from './modules/docker/info/fields.ts';
import { fields as dockerMemory } from './modules/docker/memory/fields.ts';
import { fields as dockerNetwork } from './modules/docker/network/fields.ts';
import { fields as systemCpu } from './modules/system/cpu/fields.ts';
import { fields as systemDiskio } from './modules/system/diskio/fields.ts';
import { fields as systemFilesystem } from './modules/system/filesystem/fields.ts';
import { fields as systemLoad } from './modules/system/load/fields.ts';
import { fields as systemMemory } from './modules/system/memory/fields.ts';
import { fields as systemNetwork } from './modules/system/network/fields.ts';
import { fields as systemProcess } from './modules/system/process/fields.ts';
import { fields as systemUptime } from './modules/system/uptime/fields.ts';

const metrics = (dataset: string, fields: DatasetDefinition['fields']): DatasetDefinition => ({
  type: 'metrics',
  dataset,
  fields,
});

/** Every module with the data streams it fills; `commonFields` come on top in each. */
export const modules: readonly ModuleDefinition[] = [
  {
    name: 'docker',
    datasets: [
      metrics('docker.container', dockerContainer),
      metrics('docker.cpu', dockerCpu),
      metrics('docker.diskio', dockerDiskio),
      { type: 'logs', dataset: 'docker.event', fields: dockerEvent },
      metrics('docker.healthcheck', dockerHealthcheck),
      metrics('docker.info', dockerInfo),
      metrics('docker.memory', dockerMemory),
      metrics('docker.network', dockerNetwork),
    ],
  },
  {
    name: 'system',
    datasets: [
      metrics('system.cpu', systemCpu),
      metrics('system.diskio', systemDiskio),
      metrics('system.filesystem', systemFilesystem),
      metrics('system.load', systemLoad),
      metrics('system.memory', systemMemory),
      metrics('system.network', systemNetwork),
      metrics('system.process', systemProcess),
      metrics('system.uptime', systemUptime),
    ],
  },
];
