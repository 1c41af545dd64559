import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAvailable } from '../support/available.ts';
import {
  callJson,
  eventually,
  startStore,
  type TestStore,
  temporaryFolder,
} from '../support/longshore.ts';

const LINES = 200;
const folder = temporaryFolder('rsyslog');

let store: TestStore;

beforeAll(async () => {
  store = await startStore('rsyslog-store');
});
afterAll(async () => {
  await store?.stop();
  folder.remove();
});

/** rsyslog reads a file and writes each line, with an id of its own, into an index of the day. */
function configuration(log: string): string {
  const { hostname, port } = new URL(store.url);
  return `
    global(workDirectory="${folder.path}/work")
    module(load="imfile")
    module(load="omelasticsearch")
    input(type="imfile" File="${log}" Tag="app:" ruleset="store")
    template(name="document" type="list" option.jsonf="on") {
      property(outname="@timestamp" name="timereported" dateFormat="rfc3339" format="jsonf")
      property(outname="message" name="msg" format="jsonf")
      property(outname="tag" name="syslogtag" format="jsonf")
    }
    template(name="index" type="string" string="rsyslog-%$YEAR%.%$MONTH%.%$DAY%")
    template(name="uuid" type="string" string="%uuid%")
    ruleset(name="store") {
      action(type="omelasticsearch" server="${hostname}" serverport="${port}" template="document"
        searchIndex="index" dynSearchIndex="on" searchType="" bulkmode="on" writeoperation="create"
        bulkid="uuid" dynbulkid="on" errorFile="${folder.path}/errors"
        action.resumeretrycount="-1")
    }`;
}

describe.runIf(isAvailable('rsyslog'))("rsyslog's omelasticsearch", () => {
  test('writes lines as documents, none of them lost or there twice', async () => {
    const log = join(folder.path, 'app.log');
    mkdirSync(join(folder.path, 'work'));
    writeFileSync(log, '');
    const path = join(folder.path, 'rsyslog.conf');
    writeFileSync(path, configuration(log));
    const rsyslog = spawn(
      '/usr/sbin/rsyslogd',
      ['-n', '-f', path, '-i', join(folder.path, 'pid')],
      { stdio: 'ignore' },
    );
    try {
      appendFileSync(
        log,
        Array.from({ length: LINES }, (_, n) => `line ${n} "모니터링"\n`).join(''),
      );
      await eventually(`${LINES} lines`, async () => {
        const { count } = await callJson<{ count: number }>(`${store.url}/rsyslog-*/_count`);
        return count >= LINES ? true : undefined;
      });
      const found = await callJson<{ hits: { total: { value: number }; hits: unknown[] } }>(
        `${store.url}/rsyslog-*/_search`,
        { query: { match_phrase: { message: 'line 7' } } },
      );
      expect(found.hits).toMatchObject({
        total: { value: 1 },
        hits: [{ _source: { message: 'line 7 "모니터링"', tag: 'app:' } }],
      });
      expect(await callJson(`${store.url}/rsyslog-*/_count`)).toMatchObject({ count: LINES });
    } finally {
      rsyslog.kill('SIGTERM');
      await once(rsyslog, 'exit');
    }
  });
});
