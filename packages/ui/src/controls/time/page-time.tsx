import { useLocation } from '@tanstack/react-router';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { pageOf } from '../../pages.ts';
import { useUrl } from '../use-url.ts';
import {
  DEFAULT_RANGE,
  isRelative,
  rangeOf,
  resolveRange,
  type Span,
  shifted,
  type TimeRange,
  widened,
} from './time-range.ts';
import { useZone } from './zone.ts';

/** The time that a page shows, and what can be done with it. */
export interface PageTime {
  readonly range: TimeRange;
  /** The range in numbers, fixed at the last refresh: everything on a page asks for exactly this. */
  readonly span: Span;
  /** Whether new data is to be shown as it comes. */
  readonly isLive: boolean;
  /** False for a fixed range, which nothing new can enter. */
  readonly canBeLive: boolean;
  readonly setLive: (isLive: boolean) => void;
  readonly setRange: (range: TimeRange) => void;
  readonly zoom: (span: Span) => void;
  /** The window before or after the present one. */
  readonly shift: (windows: -1 | 1) => void;
  /** One step back in the ranges of this visit; without one, twice as wide. */
  readonly zoomOut: () => void;
  readonly refresh: () => void;
  /** Grows by one with each refresh. */
  readonly refreshes: number;
}

/** New data is asked for no more often than this, and not before it would move a chart by a pixel. */
const REFRESH_MIN_MS = 5_000;
const PIXELS = 600;

/** Ranges that can be gone back to. */
const BACK_STACK_MAX = 30;

const Context = createContext<PageTime | undefined>(undefined);

/** The time of the present page. */
export function usePageTime(): PageTime {
  const time = useContext(Context);
  if (!time) {
    throw new Error('BUG: usePageTime outside of PageTimeProvider');
  }
  return time;
}

/** Keeps the time of the present page: the range in the address, the moment of the last refresh here. */
export function PageTimeProvider({ children }: { readonly children: ReactNode }) {
  const { search, change } = useUrl();
  const page = pageOf(useLocation().pathname);
  const [moment, setMoment] = useState(() => ({ nowMs: Date.now(), count: 0 }));
  const back = useRef<TimeRange[]>([]);
  const fallback = page.range ?? DEFAULT_RANGE;
  const from = search.from ?? fallback.from;
  const to = search.to ?? fallback.to;
  const range = useMemo(() => ({ from, to }), [from, to]);
  const zone = useZone();
  // The zone decides where a day begins, so `now/d` is another moment in another zone.
  const { fromMs, toMs } = resolveRange(range, moment.nowMs, zone);
  const span = useMemo(() => ({ fromMs, toMs }), [fromMs, toMs]);
  const canBeLive = page.range === undefined || isRelative(range);
  const isLive = canBeLive && (search.live ? search.live === 'on' : page.isLiveByDefault);

  const refresh = useCallback(
    () => setMoment(({ count }) => ({ nowMs: Date.now(), count: count + 1 })),
    [],
  );
  const everyMs = page.refreshEveryMs ?? refreshEveryMs(span);
  useRepeat(refresh, isLive && page.range ? everyMs : undefined);

  const setRange = useCallback(
    (next: TimeRange) => {
      back.current = [...back.current, range].slice(-BACK_STACK_MAX);
      change({ from: next.from, to: next.to });
      refresh();
    },
    [change, range, refresh],
  );
  const time = useMemo(
    (): PageTime => ({
      range,
      span,
      isLive,
      canBeLive,
      refresh,
      setRange,
      refreshes: moment.count,
      setLive: (on) =>
        change({ live: on === page.isLiveByDefault ? undefined : on ? 'on' : 'off' }, 'replace'),
      zoom: (chosen) => setRange(rangeOf(chosen)),
      shift: (windows) => setRange(rangeOf(shifted(span, windows))),
      zoomOut: () => {
        const previous = back.current.pop();
        const next = previous ?? rangeOf(widened(span, Date.now()));
        change({ from: next.from, to: next.to });
        refresh();
      },
    }),
    [range, span, isLive, canBeLive, refresh, setRange, change, page, moment.count],
  );
  return <Context value={time}>{children}</Context>;
}

function refreshEveryMs({ fromMs, toMs }: Span): number {
  return Math.max(REFRESH_MIN_MS, (toMs - fromMs) / PIXELS);
}

/** Repeats while the tab is seen; on return to the tab at once. */
function useRepeat(action: () => void, everyMs: number | undefined): void {
  useEffect(() => {
    if (everyMs === undefined) {
      return;
    }
    const whenSeen = () => {
      if (document.visibilityState === 'visible') {
        action();
      }
    };
    const timer = setInterval(whenSeen, everyMs);
    document.addEventListener('visibilitychange', whenSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', whenSeen);
    };
  }, [action, everyMs]);
}
