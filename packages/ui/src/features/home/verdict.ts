import type { Container, Inventory } from '@longshore/common/api/inventory';
import {
  attentionOf,
  isLooping,
  isStopped,
  type StateWord,
  stateWord,
} from '../../controls/container-facts.ts';

/** Why a container needs a person. */
interface Need {
  readonly container: Container;
  readonly word: StateWord;
}

/** The state of everything in numbers: what the sentence on top of the page is made of. */
export interface Verdict {
  readonly hosts: number;
  readonly running: number;
  readonly stopped: number;
  /** Containers that need somebody, the worst first. */
  readonly needs: readonly Need[];
}

const ORDER: readonly StateWord[] = ['oomKilled', 'restarting', 'unhealthy', 'dead', 'failed'];

/** Failures older than this are history, not a need. */
const FAILED_RECENTLY_MS = 24 * 3_600_000;

/** Says how everything is at a moment. */
export function verdictOf({ hosts, containers }: Inventory, nowMs: number): Verdict {
  const running = containers.filter(({ state }) => state === 'running').length;
  const needs = containers
    .map((container): Need => ({ container, word: wordOf(container, nowMs) }))
    .filter(({ container, word }) => attentionOf(word) === 'bad' && isFresh(container, nowMs))
    .sort((left, right) => ORDER.indexOf(left.word) - ORDER.indexOf(right.word));
  return { hosts: hosts.length, running, stopped: containers.filter(isStopped).length, needs };
}

/** Between two deaths a loop looks like a container that runs. */
function wordOf(container: Container, nowMs: number): StateWord {
  const word = stateWord(container);
  return word === 'running' && isLooping(container, nowMs) ? 'restarting' : word;
}

function isFresh({ state, finishedAt }: Container, nowMs: number): boolean {
  const endedMs = finishedAt === null ? Number.NaN : Date.parse(finishedAt);
  return state !== 'exited' || Number.isNaN(endedMs) || nowMs - endedMs < FAILED_RECENTLY_MS;
}
