import type { TimeRange } from './controls/time/time-range.ts';

/** What the frame needs to know of a page. */
export interface Page {
  readonly name: string;
  /** The range shown when the address names none; undefined where time cannot be chosen. */
  readonly range?: TimeRange;
  readonly isLiveByDefault: boolean;
  /** How often a live page asks again; by the length of its range when it is left out. */
  readonly refreshEveryMs?: number;
}

/** A page that the rail leads to. */
export interface RailPage extends Page {
  readonly name: 'home' | 'logs' | 'alerts';
  readonly path: '/' | '/logs' | '/alerts';
  /** The second key of the chord that goes there, after `g`. */
  readonly chord: string;
}

const HOME: RailPage = { name: 'home', path: '/', chord: 'h', isLiveByDefault: true };

const CONTAINER: Page = {
  name: 'container',
  range: { from: 'now-15m', to: 'now' },
  isLiveByDefault: true,
};

/** The entries of the rail, in order. */
export const PAGES: readonly RailPage[] = [
  HOME,
  {
    name: 'logs',
    path: '/logs',
    chord: 'l',
    range: { from: 'now-15m', to: 'now' },
    isLiveByDefault: false,
  },
  {
    name: 'alerts',
    path: '/alerts',
    chord: 'a',
    range: { from: 'now-24h', to: 'now' },
    isLiveByDefault: true,
    refreshEveryMs: 5_000,
  },
];

/** The page that an address shows. */
export function pageOf(pathname: string): Page {
  if (pathname.startsWith('/containers/')) {
    return CONTAINER;
  }
  return PAGES.find(({ path }) => path === pathname) ?? HOME;
}
