import type {
  ContainerDetail,
  ContainerEvent,
  ContainerProcess,
  Series,
} from '@longshore/common/api/inventory';
import { errors } from '@longshore/common/errors';
import { type Bucket, bucketsOf, type Hit, metricOf, type SearchAnswer } from '../search-types.ts';
import { missingIn } from '../store-problem.ts';
import { bucketStarts } from '../time-range.ts';
import type { ContainerQuestion, containerSearches } from './container-searches.ts';
import { mapContainer, mapUsage } from './containers.ts';
import { readDocument, timeOf } from './document.ts';
import { measured } from './sparklines.ts';

/** Processes of one fetch are at most this far apart in time. */
const SAME_FETCH_MS = 2_000;

type Answers = Readonly<Record<keyof ReturnType<typeof containerSearches>, SearchAnswer>>;

/** The page of one container from the answers to `containerSearches`. */
export function mapContainerDetail(question: ContainerQuestion, answers: Answers): ContainerDetail {
  const source = answers.container.hits.hits[0]?._source;
  if (source === undefined) {
    const missing = missingIn([answers.container]);
    throw missing === undefined
      ? errors.resourceNotFound(`no container [${question.id}] is known`)
      : errors.unavailable(missing.detail);
  }
  return {
    container: mapContainer(
      question.id,
      source,
      mapUsage({
        cpu: sourcesOf(answers.cpu)[0],
        memory: sourcesOf(answers.memory)[0],
        diskio: sourcesOf(answers.diskio)[0],
        network: sourcesOf(answers.network),
      }),
    ),
    intervalMs: question.intervalMs,
    series: mapSeries(question, answers),
    events: answers.events.hits.hits.map(mapEvent),
    processes: mapProcesses(answers.processes.hits.hits),
  };
}

function sourcesOf(answer: SearchAnswer) {
  return answer.hits.hits.flatMap(({ _source }) => (_source ? [_source] : []));
}

function mapSeries(question: ContainerQuestion, answers: Answers): Series[] {
  const starts = bucketStarts(question.range, question.intervalMs);
  const line = (
    name: string,
    unit: Series['unit'],
    answer: SearchAnswer,
    read: (bucket: Bucket) => number | null,
  ): Series => {
    const values = new Map(
      bucketsOf(answer.aggregations, 'times').map((bucket) => [Number(bucket.key), read(bucket)]),
    );
    return { name, unit, points: starts.map((at) => [at, measured(values.get(at) ?? null)]) };
  };
  const { cpuSeries, memorySeries, networkSeries, diskioSeries } = answers;
  return [
    line('cpu', 'cores', cpuSeries, (bucket) => metricOf(bucket, 'cpu')),
    line('memory', 'byte', memorySeries, (bucket) => metricOf(bucket, 'memory')),
    line('network.in', 'byte/s', networkSeries, (bucket) => sumOfInterfaces(bucket, 'in')),
    line('network.out', 'byte/s', networkSeries, (bucket) => sumOfInterfaces(bucket, 'out')),
    line('disk.read', 'byte/s', diskioSeries, (bucket) => metricOf(bucket, 'read')),
    line('disk.write', 'byte/s', diskioSeries, (bucket) => metricOf(bucket, 'write')),
  ];
}

function sumOfInterfaces(bucket: Bucket, name: string): number | null {
  const values = bucketsOf(bucket, 'interfaces').flatMap((item) => metricOf(item, name) ?? []);
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
}

function mapEvent({ _source }: Hit): ContainerEvent {
  const document = readDocument(_source);
  return {
    at: document.text('@timestamp') ?? '',
    action: document.text('docker.event.action') ?? '',
    exitCode: document.number('docker.event.exit_code'),
  };
}

/** Processes of the newest fetch, the busiest first. */
function mapProcesses(hits: readonly Hit[]): ContainerProcess[] {
  const newest = timeOf(hits[0]?._source);
  const processes = new Map<number, ContainerProcess>();
  for (const { _source } of hits) {
    const document = readDocument(_source);
    const pid = document.number('process.pid');
    if (pid !== null && newest - timeOf(_source) <= SAME_FETCH_MS && !processes.has(pid)) {
      processes.set(pid, {
        pid,
        commandLine:
          document.text('process.command_line') ??
          document.text('system.process.cmdline') ??
          (document.texts('process.args').join(' ') || (document.text('process.name') ?? '')),
        user: document.text('user.name'),
        cpuCores: document.number('system.process.cpu.total.pct'),
        memoryBytes: document.number('system.process.memory.rss.bytes'),
      });
    }
  }
  return [...processes.values()].sort((a, b) => (b.cpuCores ?? 0) - (a.cpuCores ?? 0));
}
