import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { raw } from '../packages/store/src/sql/sql.ts';
import { openTestEngine } from '../packages/store/src/testing.ts';
import { callJson } from '../tests/support/longshore.ts';
import { putTemplates } from './support-bench-templates.ts';
import { type Kind, makeDocument } from './support-documents.ts';
import { idSql, startStoreIn } from './support-get-data.ts';

export const STREAMS: Readonly<Record<Kind, string>> = {
  logs: 'logs-bench.search-default',
  metrics: 'metrics-bench.search-default',
};
const KINDS: readonly Kind[] = ['logs', 'metrics'];
/** The time of the first document. */
export const START_MS = 1_793_491_200_000;
/** Fifty documents a second of each kind: twenty million are four and a half days. */
export const MS_PER_DOCUMENT = 20;
/** So many are sent to a store of our own; the others are made of these by its engine. */
const SENT_MAX = 200_000;
const BATCH = 1_000;
const MEMORY_BYTES = 1_400 * 1024 ** 2;
const TIMEOUT = { timeoutMs: 600_000 };

/** Sends so many documents of each kind to any server, `MS_PER_DOCUMENT` apart. */
export async function sendDocuments(url: string, documents: number): Promise<void> {
  await putTemplates(url, 'text');
  for (const kind of KINDS) {
    for (let from = 0; from < documents; from += BATCH) {
      const count = Math.min(BATCH, documents - from);
      const lines = Array.from({ length: count }, (_, i) => {
        const document = makeDocument(kind, START_MS + (from + i) * MS_PER_DOCUMENT);
        return `{"create":{}}\n${JSON.stringify(document)}\n`;
      });
      await sendBulk(`${url}/${STREAMS[kind]}/_bulk?filter_path=errors`, lines.join(''));
    }
    await callJson(`${url}/${STREAMS[kind]}/_refresh`, undefined, 'POST');
  }
}

async function sendBulk(url: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/x-ndjson' };
  const reply = await fetch(url, { method: 'POST', headers, body });
  const text = await reply.text();
  if (!reply.ok || !text.startsWith('{"errors":false')) {
    throw new Error(`bulk answered ${reply.status}: ${text.slice(0, 300)}`);
  }
}

/**
 * Makes a folder of a store with so many documents of each kind, unless it has them. What is beyond the first 200,000 is
 * made by the engine from these: later, and with an id of its own at the end of each message, so that no two are alike.
 */
export async function fillFolder(folder: string, documents: number): Promise<void> {
  const marker = join(folder, 'bench-documents');
  if (existsSync(marker)) {
    const found = readFileSync(marker, 'utf8');
    if (found !== String(documents)) {
      throw new Error(`${folder} has ${found} documents; take another one for ${documents}`);
    }
    return;
  }
  const sent = Math.min(SENT_MAX, documents);
  const store = await startStoreIn(folder);
  await sendDocuments(store.addresses[0] ?? '', sent);
  await store.end('SIGTERM');
  await multiply(folder, { sent, documents });
  writeFileSync(marker, String(documents));
}

/** The tables of the two streams, by kind. */
export async function findTables(
  engine: Pick<Awaited<ReturnType<typeof openTestEngine>>, 'query'>,
): Promise<Readonly<Record<Kind, string>>> {
  const rows = await engine.query(
    raw(
      "SELECT table AS name, max(name = 'f_log__level') AS is_logs FROM system.columns WHERE database = 'ls' AND startsWith(table, 'i_') GROUP BY table ORDER BY is_logs DESC",
    ),
    TIMEOUT,
  );
  const [logs, metrics] = rows.map(({ name }) => `ls.${String(name)}`);
  if (logs === undefined || metrics === undefined) {
    throw new Error('the tables of the benchmark are not there');
  }
  return { logs, metrics };
}

async function multiply(
  folder: string,
  { sent, documents }: { readonly sent: number; readonly documents: number },
): Promise<void> {
  const opened = await openTestEngine(MEMORY_BYTES, folder);
  const tables = await findTables(opened);
  for (const kind of KINDS) {
    for (let from = sent; from < documents; from += sent) {
      const limit = Math.min(sent, documents - from);
      await opened.engine.execute(raw(copy(kind, tables[kind], { from, limit })), TIMEOUT);
    }
  }
  await opened.close();
}

function copy(
  kind: Kind,
  table: string,
  { from, limit }: { readonly from: number; readonly limit: number },
): string {
  const seqNo = `(t._seq + ${from})`;
  const time = `t.ts + toIntervalMillisecond(${from * MS_PER_DOCUMENT})`;
  const text = `formatDateTime(${time}, '%Y-%m-%dT%H:%i:%S.%fZ')`;
  const source = `replaceRegexpOne(t._source, '"@timestamp":"[^"]*"', concat('"@timestamp":"', ${text}, '"'))`;
  const message =
    kind === 'logs'
      ? `, concat(t.f_message, ' copy=', lower(hex(sipHash128(${seqNo})))) AS f_message`
      : '';
  return `INSERT INTO ${table} SELECT t.* REPLACE (${idSql(seqNo)} AS _id, ${seqNo} AS _seq, ${time} AS ts, ${source} AS _source${message}) FROM ${table} AS t WHERE t._seq < ${limit}`;
}
