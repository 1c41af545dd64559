import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LongshoreError } from '@longshore/common/errors';

const FILE_MODE = 0o600;
const STARTTIME_FIELD = 19;

/** Holds a folder for this process; a second process is refused with the number of the first. */
export class LockFile {
  private readonly path: string;
  private isHeld = false;

  constructor(path: string) {
    this.path = path;
  }

  async acquire(): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const mine = await describeProcess(process.pid);
    const draft = `${this.path}.${process.pid}`;
    await writeFile(draft, mine ?? `${process.pid}`, { mode: FILE_MODE });
    try {
      await this.place(draft);
    } finally {
      await rm(draft, { force: true });
    }
    this.isHeld = true;
  }

  async release(): Promise<void> {
    if (this.isHeld) {
      this.isHeld = false;
      await rm(this.path, { force: true });
    }
  }

  private async place(draft: string): Promise<void> {
    try {
      await link(draft, this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
      const holder = await this.livingHolder();
      if (holder !== undefined) {
        throw new LongshoreError(
          'settings_exception',
          400,
          `[path.data] is in use by another agent (process ${holder}, see ${this.path}): stop it, or give this one another path.data`,
        );
      }
      // Its process is gone: the lock is taken over.
      await rename(draft, this.path);
    }
  }

  private async livingHolder(): Promise<number | undefined> {
    const text = await readFile(this.path, 'utf8').catch(() => '');
    const pid = Number(text.split(' ')[0]);
    if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) {
      return undefined;
    }
    return (await describeProcess(pid)) === text.trim() ? pid : undefined;
  }
}

/** Process number, start time and boot: another process with the same number has another text. */
async function describeProcess(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'latin1');
    return `${pid} ${fields[STARTTIME_FIELD]} ${boot.trim()}`;
  } catch {
    // No such process, or no /proc: then the lock cannot outlive its process safely and is taken over.
    return undefined;
  }
}
