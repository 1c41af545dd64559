import type { JsonObject } from '@longshore/common/json';
import { bucketsOf, hitsOf, metricOf, type SearchAnswer } from '../search-types.ts';
import { readDocument, timeOf } from './document.ts';
import { NewestDocuments } from './newest-documents.ts';
import { KNOWN_HOSTS_MS } from './searches.ts';
import { type Sparklines, sparklines } from './sparklines.ts';

/** A value that is older is not shown as the newest; several periods of the agent. */
export const LATEST_MS = 150_000;
/** A container is known longer, so that those of a host that went silent are still shown. */
export const CONTAINER_MS = 300_000;

/** All that is known of hosts and containers: what each answer adds, and what an inventory is made of. */
export interface Known {
  /** By container id. */
  readonly containers: NewestDocuments;
  readonly cpu: NewestDocuments;
  readonly memory: NewestDocuments;
  readonly diskio: NewestDocuments;
  /** By container id and interface. */
  readonly network: NewestDocuments;
  /** By host and dataset, as `<host>/<dataset>`. */
  readonly system: NewestDocuments;
  /** By host and dataset: the newest event of the container engine that worked, and the newest that failed. */
  readonly worked: NewestDocuments;
  readonly failed: NewestDocuments;
  /** By host and mount point. */
  readonly filesystems: NewestDocuments;
  /** By host. */
  readonly silentHosts: NewestDocuments;
  readonly logErrors: NewestDocuments;
  /** Host to the time of its newest log line. */
  logLines: ReadonlyMap<string, number>;
  cpuSparklines: Sparklines;
  memorySparklines: Sparklines;
  hostCpuSparklines: Sparklines;
  hostMemorySparklines: Sparklines;
}

/** Nothing is known yet. */
export function openKnown(): Known {
  return {
    containers: new NewestDocuments(),
    cpu: new NewestDocuments(),
    memory: new NewestDocuments(),
    diskio: new NewestDocuments(),
    network: new NewestDocuments(),
    system: new NewestDocuments(),
    worked: new NewestDocuments(),
    failed: new NewestDocuments(),
    filesystems: new NewestDocuments(),
    silentHosts: new NewestDocuments(),
    logErrors: new NewestDocuments(),
    logLines: new Map(),
    cpuSparklines: new Map(),
    memorySparklines: new Map(),
    hostCpuSparklines: new Map(),
    hostMemorySparklines: new Map(),
  };
}

/** Answers to searches of the inventory by their names; those that were not asked for are missing. */
export type InventoryAnswers = Readonly<Record<string, SearchAnswer | undefined>>;

/** Adds what the answers tell, and forgets what is too old to be shown. */
export function learn(known: Known, answers: InventoryAnswers, nowMs: number): void {
  for (const dataset of ['cpu', 'memory', 'diskio'] as const) {
    putAll(known[dataset], answers[dataset], (source) => keyOf(source, 'container.id'));
  }
  putAll(known.network, answers.network, (source) =>
    keyOf(source, 'container.id', 'docker.network.interface'),
  );
  putAll(known.system, answers.system, (source) => keyOf(source, 'host.name', 'event.dataset'));
  putAll(known.filesystems, answers.filesystems, (source) =>
    keyOf(source, 'host.name', 'system.filesystem.mount_point'),
  );
  putAll(known.logErrors, answers.logErrors, (source) => keyOf(source, 'host.name'));
  learnEngine(known, answers);
  learnSlow(known, answers, nowMs);
  forget(known, nowMs);
}

/** Events of the container engine: containers, and whether it could be read at all. */
function learnEngine(known: Known, { containers, info }: InventoryAnswers): void {
  for (const source of [...sourcesOf(containers), ...sourcesOf(info)]) {
    const document = readDocument(source);
    const isFailure = document.text('error.type') !== null;
    const outcome = isFailure ? known.failed : known.worked;
    outcome.put(keyOf(source, 'host.name', 'event.dataset'), source);
    if (!isFailure && document.text('docker.container.state') !== null) {
      known.containers.put(document.text('container.id'), source);
    }
  }
}

function learnSlow(known: Known, answers: InventoryAnswers, nowMs: number): void {
  for (const bucket of bucketsOf(answers.silentHosts?.aggregations, 'hosts')) {
    known.silentHosts.put(String(bucket.key), hitsOf(bucket, 'latest')[0]?._source ?? {});
  }
  if (answers.logLines) {
    const hosts = bucketsOf(answers.logLines.aggregations, 'hosts');
    known.logLines = new Map(
      hosts.map((bucket) => [String(bucket.key), metricOf(bucket, 'newest') ?? 0]),
    );
  }
  const names = [
    'cpuSparklines',
    'memorySparklines',
    'hostCpuSparklines',
    'hostMemorySparklines',
  ] as const;
  for (const name of names) {
    const answer = answers[name];
    if (answer) {
      known[name] = sparklines(answer, nowMs);
    }
  }
}

function forget(known: Known, nowMs: number): void {
  const { cpu, memory, diskio, network, system, worked, failed } = known;
  for (const documents of [cpu, memory, diskio, network, system, worked, failed]) {
    documents.forget(nowMs - LATEST_MS);
  }
  known.containers.forget(nowMs - CONTAINER_MS);
  known.filesystems.forget(nowMs - CONTAINER_MS);
  known.silentHosts.forget(nowMs - KNOWN_HOSTS_MS);
  known.logErrors.forget(nowMs - KNOWN_HOSTS_MS);
}

function putAll(
  documents: NewestDocuments,
  answer: SearchAnswer | undefined,
  key: (source: JsonObject) => string | null,
): void {
  for (const source of sourcesOf(answer)) {
    documents.put(key(source), source);
  }
}

/** Oldest first, so that of documents of the same time the one that came first in the answer wins. */
function sourcesOf(answer: SearchAnswer | undefined): JsonObject[] {
  const sources = (answer?.hits.hits ?? []).flatMap(({ _source }) => (_source ? [_source] : []));
  return sources.sort((a, b) => timeOf(a) - timeOf(b));
}

/** Values of fields as one key; none when a field is missing. */
function keyOf(source: JsonObject, ...fields: readonly string[]): string | null {
  const document = readDocument(source);
  const values = fields.map((field) => document.text(field));
  return values.includes(null) ? null : values.join('/');
}
