import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUSYBOX, type DockerApi } from './docker-api.ts';

const ARCHIVE_BYTES_MAX = 64 * 1024 * 1024;

/** Makes an image of Debian's static busybox, and nothing else: no registry is needed. */
export async function importBusybox(api: DockerApi): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'longshore-busybox-'));
  try {
    const bin = join(folder, 'bin');
    for (const name of ['bin', 'tmp', 'proc', 'etc', 'dev']) {
      mkdirSync(join(folder, name));
    }
    copyFileSync(findBusybox(), join(bin, 'busybox'));
    for (const applet of output('busybox', ['--list']).toString().trim().split('\n')) {
      if (applet !== 'busybox') {
        symlinkSync('busybox', join(bin, applet));
      }
    }
    const archive = output('tar', ['-C', folder, '-c', '.']);
    const [repo, tag] = BUSYBOX.split(':');
    await api.call('POST', `/images/create?fromSrc=-&repo=${repo}&tag=${tag}`, archive);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findBusybox(): string {
  return output('sh', ['-c', 'command -v busybox']).toString().trim();
}

function output(command: string, args: readonly string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    maxBuffer: ARCHIVE_BYTES_MAX,
  });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} failed: ${error?.message ?? stderr.toString()}`);
  }
  return stdout;
}
