import { LOG_TAIL_PATH, type LogLine } from '@longshore/common/api/logs';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { addressOf } from '../../api/call.ts';
import { openStream, type StreamState } from '../../api/stream.ts';
import type { Span } from '../time/time-range.ts';
import { logLinesQuery } from './queries.ts';
import type { LogSelection } from './selection.ts';
import { addLines, EMPTY_TAIL, release, type TailBuffer } from './tail-buffer.ts';

/** Which lines a view wants, and whether new ones are to come by themselves. */
export interface LogRequest {
  readonly selection: LogSelection;
  readonly span: Span;
  readonly isLive: boolean;
}

/** Live tail as the view sees it. */
export interface LogTail {
  readonly state: StreamState;
  readonly heldCount: number;
  readonly skipped: number;
  /** What the server said when it could not go on. */
  readonly failure: string | undefined;
  /** While true, new lines wait. */
  readonly hold: (isHeld: boolean) => void;
}

/** The lines of a view: what a search found, below what live tail brought since. */
export function useLogLines(request: LogRequest) {
  const { selection, isLive } = request;
  const span = useSpanOfSearch(request);
  const search = useInfiniteQuery(logLinesQuery(selection, span));
  const { buffer, tail } = useLogTail(selection, isLive);
  const found = search.data;
  const lines = useMemo(() => merged(buffer.shown, found?.pages ?? []), [buffer.shown, found]);
  return { search, lines, tail, total: found?.pages[0] };
}

/** While live, the search stays at the moment live began: what came later, the tail brings. */
function useSpanOfSearch({ selection, span, isLive }: LogRequest): Span {
  const key = JSON.stringify([selection, isLive, span.toMs - span.fromMs]);
  const [kept, setKept] = useState({ key, span });
  if (kept.key !== key || (!isLive && kept.span !== span)) {
    setKept({ key, span });
    return span;
  }
  return kept.span;
}

function merged(
  tail: readonly LogLine[],
  pages: readonly { readonly lines: readonly LogLine[] }[],
): readonly LogLine[] {
  const found = pages.flatMap(({ lines }) => lines);
  if (tail.length === 0) {
    return found;
  }
  const known = new Set(tail.map(({ id }) => id));
  return [...tail, ...found.filter(({ id }) => !known.has(id))];
}

function useLogTail(
  selection: LogSelection,
  isLive: boolean,
): { buffer: TailBuffer; tail: LogTail } {
  const [buffer, setBuffer] = useState(EMPTY_TAIL);
  const [state, setState] = useState<StreamState>('connecting');
  const [failure, setFailure] = useState<string>();
  const isHeld = useRef(false);
  const path = addressOf(LOG_TAIL_PATH, [
    ['q', selection.query],
    ['filters', JSON.stringify(selection.filters)],
  ]);
  useEffect(() => {
    setBuffer(EMPTY_TAIL);
    setFailure(undefined);
    if (!isLive) {
      return;
    }
    return openStream(path, {
      onState: setState,
      events: {
        // The server serialises these events itself, with the shapes that `LOG_TAIL_PATH` names.
        lines: (data) => {
          setFailure(undefined);
          setBuffer((old) => addLines(old, data as LogLine[], isHeld.current));
        },
        dropped: (data) => {
          const { count } = data as { count: number };
          setBuffer((old) => ({ ...old, skipped: old.skipped + count }));
        },
        failed: (data) => setFailure((data as { reason: string }).reason),
      },
    });
  }, [path, isLive]);
  const hold = useCallback((hasReader: boolean) => {
    if (isHeld.current && !hasReader) {
      setBuffer(release);
    }
    isHeld.current = hasReader;
  }, []);
  const { skipped, held } = buffer;
  return { buffer, tail: { state, heldCount: held.length, skipped, failure, hold } };
}
