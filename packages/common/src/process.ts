import type { Settings } from './settings/catalogue.ts';

/** A process of ours that works: where it listens, and how to end it. */
export interface RunningProcess {
  /** For people, for example `http://127.0.0.1:9200`; empty for the agent. */
  readonly addresses: readonly string[];
  /** Resolves when nothing is left: no timer, socket, file or child. May be called twice. Takes at most 5 s. */
  stop(): Promise<void>;
}

/** What `packages/<name>/src/main.ts` exports as `run`: resolves when it works, rejects with a reason to act on. */
export type RunProcess = (settings: Settings) => Promise<RunningProcess>;
