import { join, resolve } from 'node:path';
import type { RunningProcess } from '@longshore/common/process';
import type { Settings } from '@longshore/common/settings/catalogue';
import { formatBanner } from './banner.ts';
import { type Child, startChild } from './child.ts';
import { takeLock } from './lock.ts';
import { openLogFile } from './log-file.ts';
import { formatForTerminal } from './log-line.ts';
import { repeatFilter } from './repeat-filter.ts';
import { addedSettings, type Role, type RoleName, rolesOf } from './roles.ts';

/** All processes must be gone after 5 s; what remains then is killed a little earlier. */
const KILL_AFTER_MS = 4_500;
/** How long one process may take to end before the next one is asked, too. */
const STOP_PATIENCE_MS = 1_500;

/** What the command line hands over beside the settings. */
export interface UpContext {
  /** The person's own `-c` and `-E`, which every process gets as well. */
  readonly args: readonly string[];
  /** Ends the start early. */
  readonly signal: AbortSignal;
  /** Writes a line on the terminal. */
  readonly print: (line: string) => void;
}

/** Runs store, server and agent as processes and keeps them running; resolves when all are ready. */
export async function run(settings: Settings, context: UpContext): Promise<RunningProcess> {
  const lock = await takeLock(join(resolve(settings['path.data']), 'up.lock'), 0);
  const children = new Map<RoleName, Child>();
  const logs: { close(): void }[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    if (stopping === undefined && children.size > 0) {
      context.print('Stopping ...');
    }
    stopping ??= stopAll(children).finally(() => {
      for (const log of logs) {
        log.close();
      }
      lock.release();
    });
    return stopping;
  };
  const start = (role: Role) => {
    const log = openRoleLog(role, settings, context);
    logs.push(log);
    const child = startChild({
      name: role.name,
      command: () => commandOf(role, settings, { children, args: context.args }),
      onLine: log.write,
      say: (text) => say(context, text),
    });
    children.set(role.name, child);
    return child.ready;
  };
  try {
    const roles = rolesOf(settings);
    context.print(`Starting ${roles.map(({ name }) => name).join(', ')} ...`);
    const first = roles.filter(({ name }) => name === 'store');
    const others = roles.filter(({ name }) => name !== 'store');
    await unlessAborted(Promise.all(first.map(start)), context.signal);
    await unlessAborted(Promise.all(others.map(start)), context.signal);
    const addressOf = (name: RoleName) => children.get(name)?.addresses()[0];
    context.print(formatBanner(settings, roles, addressOf));
    return { addresses: children.get('server')?.addresses() ?? [], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function openRoleLog(role: Role, settings: Settings, context: UpContext) {
  let hasFailed = false;
  const log = openLogFile(resolve(settings['path.logs']), role.name, {
    onError: (error) => {
      if (!hasFailed) {
        say(context, `the log of ${role.name} cannot be written: ${String(error)}`);
      }
      hasFailed = true;
    },
  });
  const isNew = repeatFilter(Date.now);
  const write = (line: string) => {
    log.write(line);
    const short = formatForTerminal(line);
    if (short !== undefined && isNew(short)) {
      say(context, `${role.name}: ${short}`);
    }
  };
  return { write, close: log.close };
}

function say({ print }: UpContext, text: string): void {
  print(`${new Date().toTimeString().slice(0, 8)} ${text}`);
}

function commandOf(
  role: Role,
  settings: Settings,
  { children, args }: { children: ReadonlyMap<RoleName, Child>; args: readonly string[] },
): readonly string[] {
  const added = addedSettings(role, settings, {
    storeAddress: children.get('store')?.addresses()[0],
    ownAddress: children.get(role.name)?.addresses()[0],
  });
  const program = join(settings['path.home'] ?? '.', 'bin', 'longshore');
  return [...role.nodeFlags, program, role.name, ...args, ...added];
}

function unlessAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const aborted = new Promise((_, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) {
      abort();
    }
  });
  return Promise.race([work, aborted]);
}

/** The agent first, so that it can still deliver; then the server; the store last. */
async function stopAll(children: ReadonlyMap<RoleName, Child>): Promise<void> {
  const all = [...children.values()];
  const timer = setTimeout(() => {
    for (const child of all) {
      child.kill();
    }
  }, KILL_AFTER_MS);
  const ends: Promise<void>[] = [];
  for (const child of all.reverse()) {
    const end = child.stop();
    ends.push(end);
    await Promise.race([end, patience()]);
  }
  await Promise.all(ends);
  clearTimeout(timer);
}

const patience = () =>
  new Promise<void>((resolvePatience) => {
    setTimeout(resolvePatience, STOP_PATIENCE_MS).unref();
  });
