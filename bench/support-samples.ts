import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFlagsOf } from '../packages/server/src/up/roles.ts';
import {
  callJson,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../tests/support/longshore.ts';
import { machine, processTree, ROOT, round } from './support.ts';
import { drawChart, type Mark } from './support-chart.ts';

const SAMPLE_MS = 10_000;
const MIB = 2 ** 20;

/** What a store and its engine take at a moment. */
export interface Sample {
  readonly minute: number;
  readonly storeMiB: number;
  readonly engineMiB: number;
  /** Active parts of all tables; undefined while the store does not say. */
  readonly parts: number | undefined;
  readonly storeHandles: number;
  readonly engineHandles: number;
  readonly files: number;
  readonly diskMiB: number;
  readonly documents: number;
}

const SHOWN: readonly (readonly [key: keyof Sample, name: string, unit: string])[] = [
  ['storeMiB', 'RSS of the store', 'MiB'],
  ['engineMiB', 'RSS of the engine', 'MiB'],
  ['parts', 'Active parts', ''],
  ['storeHandles', 'File handles of the store', ''],
  ['engineHandles', 'File handles of the engine', ''],
  ['files', 'Files on disk', ''],
  ['diskMiB', 'Disk', 'MiB'],
  ['documents', 'Documents', ''],
];

export const rssOf = ({ storeMiB, engineMiB }: Sample): number => round(storeMiB + engineMiB, 0);

/** A store of its own that is looked at all the time; the last run's samples and their picture go to `bench/results/<name>.*`. */
export class SampledStore {
  readonly samples: Sample[] = [];
  readonly #name: string;
  readonly #title: string;
  readonly #store: LongshoreProcess;
  readonly #folder: ReturnType<typeof temporaryFolder>;
  readonly #startedMs = performance.now();
  readonly #marks: Mark[] = [];
  readonly #stopping = new AbortController();
  readonly #sampling: Promise<void>;
  /** Documents that were sent so far. */
  documents: () => number = () => 0;

  private constructor(
    { name, title }: { readonly name: string; readonly title: string },
    store: LongshoreProcess,
    folder: ReturnType<typeof temporaryFolder>,
  ) {
    this.#name = name;
    this.#title = title;
    this.#store = store;
    this.#folder = folder;
    this.#sampling = this.#sampleAlways();
  }

  static async start(name: string, title: string): Promise<SampledStore> {
    const folder = temporaryFolder(`bench-${name}`);
    const settings = { 'path.data': folder.path, 'path.logs': folder.path, 'http.port': 0 };
    const store = await startLongshore('store', settings, nodeFlagsOf('store'));
    return new SampledStore({ name, title }, store, folder);
  }

  get url(): string {
    return this.#store.addresses[0] ?? '';
  }

  /** The minutes from its start. */
  get minute(): number {
    return round((performance.now() - this.#startedMs) / 60_000, 2);
  }

  /** Runs a phase and gives its samples; the picture shows where it begins. */
  async phase(label: string, run: () => Promise<unknown>): Promise<readonly Sample[]> {
    const from = this.samples.length;
    this.#marks.push({ at: from, label });
    await run();
    return this.samples.slice(from);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#sampling;
    await this.#store.end('SIGTERM');
    this.#folder.remove();
  }

  async #sampleAlways(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await sleep(SAMPLE_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) {
        return;
      }
      this.samples.push(await this.#sample());
      this.#keep();
    }
  }

  async #sample(): Promise<Sample> {
    const tree = processTree(this.#store.child.pid ?? 0);
    const of = (name: string) => tree.find((one) => one.name === name);
    const disk = measureFolder(this.#folder.path);
    return {
      minute: this.minute,
      storeMiB: of('store')?.rssMiB ?? 0,
      engineMiB: of('engine')?.rssMiB ?? 0,
      parts: await this.#countParts(),
      storeHandles: countHandles(of('store')?.pid),
      engineHandles: countHandles(of('engine')?.pid),
      files: disk.files,
      diskMiB: round(disk.bytes / MIB, 1),
      documents: this.documents(),
    };
  }

  async #countParts(): Promise<number | undefined> {
    const segments = `${this.url}/_cat/segments?format=json&h=segment`;
    return (await callJson<unknown[]>(segments).catch(() => undefined))?.length;
  }

  /** After each sample, so that a run that is cut off leaves what it has. */
  #keep(): void {
    const results = join(ROOT, 'bench/results');
    mkdirSync(results, { recursive: true });
    const isFirst = this.samples.length === 1;
    const head = { bench: this.#name, at: new Date().toISOString() };
    const sample = { ...head, ...this.samples.at(-1), ...(isFirst ? { machine: machine() } : {}) };
    const file = join(results, `${this.#name}-samples.ndjson`);
    writeFileSync(file, `${JSON.stringify(sample)}\n`, { flag: isFirst ? 'w' : 'a' });
    const series = SHOWN.map(([key, name, unit]) => ({
      ...{ name, unit },
      values: this.samples.map((one) => one[key] ?? 0),
    }));
    const chart = drawChart(
      { title: this.#title, minutes: this.minute, marks: this.#marks },
      series,
    );
    writeFileSync(join(results, `${this.#name}.svg`), chart);
  }
}

function countHandles(pid: number | undefined): number {
  return pid === undefined ? 0 : entriesOf(`/proc/${pid}/fd`).length;
}

/** Files below a folder; one that goes while it is looked at does not count. */
function measureFolder(path: string): { readonly files: number; readonly bytes: number } {
  let files = 0;
  let bytes = 0;
  for (const entry of entriesOf(path)) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      const sum = measureFolder(inside);
      files += sum.files;
      bytes += sum.bytes;
    } else if (entry.isFile()) {
      files += 1;
      bytes += statSync(inside, { throwIfNoEntry: false })?.size ?? 0;
    }
  }
  return { files, bytes };
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    // Not there yet, or no longer.
    return [];
  }
}
