import type { Event } from '@longshore/common/fields';
import type { Json } from '@longshore/common/json';
import { defined } from '../../../defined.ts';
import type { Metricset } from '../../../metricset.ts';
import { roundPct } from '../../../round.ts';
import type { HostFiles } from '../host-files.ts';
import { type ProcessIdentity, type ProcessUse, readIdentity, readUse } from './details.ts';
import { fields } from './fields.ts';
import { type ProcessSample, ProcessTable } from './process-table.ts';
import { TICK_MS } from './stat.ts';
import { selectTop } from './top.ts';

const FACTS_FETCHES = 30;

/** A chosen process with all that was read of it. */
interface TopProcess {
  readonly sample: ProcessSample;
  readonly identity: ProcessIdentity;
  readonly use: ProcessUse;
}

/** The chosen processes, and what their numbers are compared with. */
export interface TopProcesses {
  readonly processes: readonly TopProcess[];
  readonly cores: number;
  readonly memoryBytes: number;
  readonly pageBytes: number;
  readonly bootMs: number;
}

interface HostFacts {
  readonly cores: number;
  readonly memoryBytes: number;
  readonly pageBytes: number;
  readonly bootMs: number;
}

/** The processes that use most, of the host and of each container. */
export function systemProcess(files: HostFiles, top: number): Metricset<TopProcesses> {
  const table = new ProcessTable(files.root);
  let identities = new Map<string, ProcessIdentity>();
  let facts: HostFacts | undefined;
  let fetches = 0;
  return {
    name: 'system.process',
    fields,
    comparesSamples: true,
    fetch: async () => {
      // Anew now and then: the time of boot moves when the clock is set, and cores and memory may be added.
      if (facts === undefined || fetches % FACTS_FETCHES === 0) {
        facts = await readFacts(files);
      }
      fetches += 1;
      const kept = new Map<string, ProcessIdentity>();
      const processes = await Promise.all(
        selectTop(await table.read(), top).map(async (sample) => {
          // A process that becomes another program keeps its pid and start, but not its name.
          const key = `${sample.pid}/${sample.startTicks}/${sample.name}`;
          const identity = identities.get(key) ?? (await readIdentity(files.root, sample.pid));
          kept.set(key, identity);
          return { sample, identity, use: readUse(files.root, sample.pid) };
        }),
      );
      identities = kept;
      return { processes, ...facts };
    },
    map: (raw, now) => raw.processes.map((process) => mapProcess(process, raw, now)),
  };
}

async function readFacts(files: HostFiles): Promise<HostFacts> {
  const stat = await files.read('proc/stat');
  const meminfo = await files.read('proc/meminfo');
  return {
    cores: stat.match(/^cpu\d/gm)?.length ?? 1,
    bootMs: Number(/^btime (\d+)/m.exec(stat)?.[1] ?? 0) * 1000,
    memoryBytes: Number(/^MemTotal: +(\d+)/m.exec(meminfo)?.[1] ?? 0) * 1024,
    pageBytes: await readPageBytes(files),
  };
}

/** Our own resident memory in bytes, over the same in pages: a power of two. */
async function readPageBytes(files: HostFiles): Promise<number> {
  const statm = await files.read('proc/self/statm').catch(() => '');
  const pages = Number(statm.split(' ')[1]);
  return pages > 0 ? 2 ** Math.round(Math.log2(process.memoryUsage.rss() / pages)) : 4096;
}

function mapProcess({ sample, identity, use }: TopProcess, host: HostFacts, now: Date): Event {
  const startedAt = new Date(host.bootMs + sample.startTicks * TICK_MS).toISOString();
  const memory = mapMemory(sample, use, host);
  const command = identity.commandLine === '' ? undefined : identity.commandLine;
  return {
    '@timestamp': now.toISOString(),
    ...defined({
      'container.id': sample.containerId,
      'process.pid': sample.pid,
      'process.parent.pid': sample.parentPid,
      'process.pgid': sample.groupId,
      'process.name': sample.name,
      'process.executable': identity.executable,
      'process.args': identity.args.length > 0 ? identity.args : undefined,
      'process.command_line': command,
      'process.working_directory': identity.workingDirectory,
      'process.state': sample.state,
      'process.cpu.start_time': startedAt,
      'user.name': identity.userName,
      'system.process.state': sample.state,
      'system.process.cmdline': command,
      'system.process.num_threads': sample.threads,
      'system.process.cpu.start_time': startedAt,
      ...mapCpu(sample, host),
      ...memory,
      ...mapUse(use),
    }),
  };
}

function mapCpu(sample: ProcessSample, { cores }: HostFacts): Record<string, Json | undefined> {
  const { cpuPct, userMs, systemMs } = sample;
  const norm = cpuPct === undefined ? undefined : roundPct(cpuPct / cores);
  return {
    'process.cpu.pct': norm,
    'system.process.cpu.total.pct': cpuPct === undefined ? undefined : roundPct(cpuPct),
    'system.process.cpu.total.norm.pct': norm,
    'system.process.cpu.total.value': userMs + systemMs,
    'system.process.cpu.total.ticks': userMs + systemMs,
    'system.process.cpu.user.ticks': userMs,
    'system.process.cpu.system.ticks': systemMs,
  };
}

function mapMemory(
  sample: ProcessSample,
  use: ProcessUse,
  { memoryBytes, pageBytes }: HostFacts,
): Record<string, Json | undefined> {
  const rss = sample.rssPages * pageBytes;
  const share = memoryBytes > 0 ? roundPct(rss / memoryBytes) : undefined;
  return {
    'process.memory.pct': share,
    'system.process.memory.size': sample.sizeBytes,
    'system.process.memory.rss.bytes': rss,
    'system.process.memory.rss.pct': share,
    'system.process.memory.share':
      use.sharedPages === undefined ? undefined : use.sharedPages * pageBytes,
  };
}

function mapUse({ io, openFiles }: ProcessUse): Record<string, Json | undefined> {
  return {
    'system.process.fd.open': openFiles,
    'system.process.io.read_bytes': io.read_bytes,
    'system.process.io.write_bytes': io.write_bytes,
    'system.process.io.cancelled_write_bytes': io.cancelled_write_bytes,
    'system.process.io.read_char': io.rchar,
    'system.process.io.write_char': io.wchar,
    'system.process.io.read_ops': io.syscr,
    'system.process.io.write_ops': io.syscw,
  };
}
