import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { readOptions, report, round } from './support.ts';
import { type DiskUse, measureDisk } from './support-disk.ts';
import { type Kind, makeDocument } from './support-documents.ts';

// How much disk do documents take, as a share of their JSON, and which columns and indices take it? The table is the
// store's own, filled as the store fills it and merged; nothing else is measured.

const HELP = `npm run bench -- disk [--documents 100000] [--kinds logs,metrics] [--modes stored,synthetic]
Prints shares of the raw JSON: of the table, of each column and index that takes more than 0.1 %, and of gzip -6 and zstd -3.`;
const EVERY_MS = 5;
/** What takes less of the JSON is summed up. */
const SHARE_MIN = 0.001;
const ZSTD_OUTPUT_BYTES_MAX = 1024 * 1024 * 1024;

const values = readOptions(HELP, {
  documents: '100000',
  kinds: 'logs,metrics',
  modes: 'stored,synthetic',
});

const figures: Record<string, unknown> = { documents: Number(values.documents) };
for (const kind of values.kinds.split(',').map(kindOf)) {
  const sources = makeSources(kind, Number(values.documents));
  const rawBytes = sources.reduce((sum, { length }) => sum + length, 0);
  const lines = Buffer.concat(sources.flatMap((source) => [source, Buffer.from('\n')]));
  figures[kind] = {
    bytesPerDocument: round(rawBytes / sources.length),
    gzip6: share(gzipSync(lines, { level: 6 }).length, rawBytes),
    zstd3: zstdShare(lines, rawBytes),
  };
  for (const mode of values.modes.split(',')) {
    figures[`${kind}, ${mode}`] = shares(await measureDisk(sources, mode), rawBytes);
  }
}
report('disk', figures);

function kindOf(name: string): Kind {
  if (name !== 'logs' && name !== 'metrics') {
    throw new Error(`there are no documents of the kind ${name}`);
  }
  return name;
}

function makeSources(kind: Kind, documents: number): readonly Buffer[] {
  const startMs = Date.now();
  return Array.from({ length: documents }, (_, i) =>
    Buffer.from(JSON.stringify(makeDocument(kind, startMs + i * EVERY_MS))),
  );
}

/** By the program of that name, since Node.js 20 has none; undefined where there is none. */
function zstdShare(lines: Buffer, rawBytes: number): number | undefined {
  const { stdout, status } = spawnSync('zstd', ['-3', '-c'], {
    input: lines,
    maxBuffer: ZSTD_OUTPUT_BYTES_MAX,
  });
  return status === 0 ? share(stdout.length, rawBytes) : undefined;
}

function share(bytes: number, rawBytes: number): number {
  return round(bytes / rawBytes, 4);
}

function shares(use: DiskUse, rawBytes: number): Record<string, unknown> {
  const parts = [...use.columns, ...use.indices].map(
    ([name, bytes]) => [name, share(bytes, rawBytes)] as const,
  );
  const large = parts.filter(([, part]) => part >= SHARE_MIN).sort(([, a], [, b]) => b - a);
  const total = share(use.bytes, rawBytes);
  const named = large.reduce((sum, [, part]) => sum + part, 0);
  return {
    share: total,
    engineInsertCpuUs: round(use.insertCpuUs),
    engineMergeCpuUs: round(use.mergeCpuUs),
    ...Object.fromEntries(large),
    'the rest': round(total - named, 4),
  };
}
