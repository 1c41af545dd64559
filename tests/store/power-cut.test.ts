import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import {
  callJson,
  childOf,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';

const MKFS = '/sbin/mkfs.ext4';
/** Only root can mount, and only Linux has loop devices; elsewhere this cannot be tried. */
const canMount =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['/dev/loop-control', MKFS].every(existsSync);
const DISK_BYTES = 512 * 1024 * 1024;
const ROUNDS = 3;
const BATCH = 20;
const WRITERS = 3;
const INDEX = 'power';

const folder = temporaryFolder('power-cut');
const disk = join(folder.path, 'disk.img');
const mountPoint = join(folder.path, 'mnt');
let store: LongshoreProcess | undefined;
afterAll(async () => {
  await store?.end('SIGKILL');
  await unmounted();
  folder.remove();
});

/** `commit=300`: the file system writes by itself as seldom as it may, so that only what is synced is on the disk. */
const mount = () => execFileSync('/bin/mount', ['-o', 'loop,commit=300', disk, mountPoint]);

/** The engine ends a moment after its store, and holds the folder until then. */
const unmounted = () =>
  eventually('the end of the engine', () => {
    if (!readFileSync('/proc/mounts', 'utf8').includes(mountPoint)) {
      return true;
    }
    spawnSync('/bin/umount', [mountPoint], { stdio: 'ignore' });
    return undefined;
  });

async function start(): Promise<LongshoreProcess> {
  return startLongshore('store', {
    'path.data': join(mountPoint, 'data'),
    'path.logs': folder.path,
    'http.port': 0,
  });
}

/** Indexes batches until the store is gone; notes what was acknowledged. */
async function write(url: string, numbers: { next: number }, acknowledged: Set<number>) {
  for (;;) {
    const batch = Array.from({ length: BATCH }, () => numbers.next++);
    const body = batch.map((n) => `{"create":{"_id":"${n}"}}\n{"n":${n}}\n`).join('');
    try {
      const reply = await fetch(`${url}/${INDEX}/_bulk`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body,
      });
      const { items } = (await reply.json()) as { items: { create: { status: number } }[] };
      for (const [i, item] of items.entries()) {
        if (item.create.status === 201) {
          acknowledged.add(batch[i] ?? -1);
        }
      }
    } catch {
      return;
    }
  }
}

/**
 * What the disk has in this moment, and the machine forgets: the file system's own cache, in which writes wait until
 * they are synced, is not on the block device. The mount is given up, and the copy becomes the disk.
 */
async function cutPower(
  running: LongshoreProcess,
  { neverSynced, whenCut }: { readonly neverSynced: string; readonly whenCut: () => void },
): Promise<void> {
  writeFileSync(neverSynced, 'x'.repeat(100_000));
  const copy = `${disk}.copy`;
  const engine = childOf(running.child.pid);
  running.child.kill('SIGSTOP');
  process.kill(engine ?? 0, 'SIGSTOP');
  whenCut();
  copyFileSync(disk, copy);
  process.kill(engine ?? 0, 'SIGKILL');
  await running.end('SIGKILL');
  await unmounted();
  copyFileSync(copy, disk);
  mount();
}

test.skipIf(!canMount)(
  'when the power is cut, whatever was acknowledged is there afterwards, once (needs root)',
  async () => {
    mkdirSync(mountPoint);
    writeFileSync(disk, '');
    truncateSync(disk, DISK_BYTES);
    execFileSync(MKFS, ['-q', '-F', disk]);
    mount();
    const numbers = { next: 0 };
    const acknowledged = new Set<number>();
    store = await start();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const url = store.addresses[0] ?? '';
      const writers = Array.from({ length: WRITERS }, () => write(url, numbers, acknowledged));
      const before = acknowledged.size;
      await eventually('acknowledged writes', () =>
        acknowledged.size > before + 300 * round ? true : undefined,
      );
      // From before the first refresh to after some.
      await sleep(400 * (round - 1));
      const known = new Set<number>();
      const neverSynced = join(mountPoint, `never-synced-${round}`);
      await cutPower(store, {
        neverSynced,
        whenCut: () => {
          for (const number of acknowledged) {
            known.add(number);
          }
        },
      });
      await Promise.all(writers);
      // The proof that this loses what was not synced.
      expect(existsSync(neverSynced) && statSync(neverSynced).size > 0).toBe(false);
      acknowledged.clear();
      for (const number of known) {
        acknowledged.add(number);
      }
      store = await start();
      await callJson(`${store.addresses[0]}/${INDEX}/_refresh`, {});
      const ids = await storedIds(store.addresses[0] ?? '');
      expect([...acknowledged].filter((number) => !ids.has(number))).toEqual([]);
    }
  },
);

/** The numbers that are there; fails when one is there twice. */
async function storedIds(url: string): Promise<Set<number>> {
  const found = new Set<number>();
  for (let after = -1; ; ) {
    const { hits } = await callJson<{ hits: { hits: { _source: { n: number } }[] } }>(
      `${url}/${INDEX}/_search`,
      { size: 5_000, sort: [{ n: 'asc' }], search_after: [after] },
    );
    for (const { _source } of hits.hits) {
      expect(found.has(_source.n)).toBe(false);
      found.add(_source.n);
    }
    const last = hits.hits.at(-1)?._source.n;
    if (last === undefined) {
      return found;
    }
    after = last;
  }
}
