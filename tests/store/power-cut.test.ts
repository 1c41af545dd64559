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
  childOf,
  eventually,
  type LongshoreProcess,
  startLongshore,
  temporaryFolder,
} from '../support/longshore.ts';
import { NumberedDocuments } from '../support/numbered-documents.ts';

const MKFS = '/sbin/mkfs.ext4';
/** Only root can mount, and only Linux has loop devices; elsewhere this cannot be tried. */
const canMount =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['/dev/loop-control', MKFS].every(existsSync);
const DISK_BYTES = 512 * 1024 * 1024;
const ROUNDS = 3;
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
    const documents = new NumberedDocuments({
      target: INDEX,
      writers: 3,
      batch: 20,
      hasIds: true,
    });
    store = await start();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const gone = documents.writeUntilGone(store.addresses[0] ?? '');
      await documents.more(300 * round);
      // From before the first refresh to after some.
      await sleep(400 * (round - 1));
      let known = documents.acknowledged();
      const neverSynced = join(mountPoint, `never-synced-${round}`);
      await cutPower(store, {
        neverSynced,
        whenCut: () => {
          known = documents.acknowledged();
        },
      });
      await gone;
      // The proof that this loses what was not synced.
      expect(existsSync(neverSynced) && statSync(neverSynced).size > 0).toBe(false);
      documents.forgetAllBut(known);
      store = await start();
      await documents.expectEachOnce(store.addresses[0] ?? '');
    }
  },
);
