import { useMemo, useRef } from 'react';
import { type Shortcut, useShortcuts } from '../shortcuts.tsx';
import { writeClipboard } from '../use-copy.ts';
import { type PageTime, usePageTime } from './page-time.tsx';
import { parseTimeRange, stringifyRange } from './time-range.ts';
import { chooseZone, currentZone } from './zone.ts';

const STORAGE_KEY = 'longshore.copied-range';

/** The keys of the time control: open, copy and paste a range, shift and zoom out, and the zone. */
export function useTimeShortcuts(open: () => void): void {
  const time = usePageTime();
  // What the keys do reads the newest time, so that they need not be bound again with each refresh.
  const newest = useRef(time);
  newest.current = time;
  const shortcuts = useMemo(
    (): Shortcut[] => [
      { keys: 't', text: 'shortcuts.time', run: open },
      { keys: 't c', text: 'shortcuts.copyTime', run: () => copy(newest.current) },
      { keys: 't v', text: 'shortcuts.pasteTime', run: () => void paste(newest.current) },
      {
        keys: 't ArrowLeft',
        text: 'shortcuts.earlier',
        run: () => newest.current.shift(-1),
      },
      { keys: 't ArrowRight', text: 'shortcuts.later', run: () => newest.current.shift(1) },
      { keys: 't z', text: 'shortcuts.zoomOut', run: () => newest.current.zoomOut() },
      {
        keys: 'u',
        text: 'shortcuts.utc',
        run: () => chooseZone(currentZone() === 'utc' ? 'browser' : 'utc'),
      },
    ],
    [open],
  );
  useShortcuts(shortcuts);
}

function copy({ range }: PageTime): void {
  const text = stringifyRange(range);
  try {
    localStorage.setItem(STORAGE_KEY, text);
  } catch {
    // Storage may be switched off; the clipboard has it.
  }
  void writeClipboard(text);
}

/** What is in the clipboard, when the browser gives it and it is a range; else what was copied here last. */
async function paste({ setRange }: PageTime): Promise<void> {
  const text = await navigator.clipboard?.readText().catch(() => '');
  const range =
    parseTimeRange(text ?? '', Date.now()) ??
    parseTimeRange(localStorage.getItem(STORAGE_KEY) ?? '', Date.now());
  if (range) {
    setRange(range);
  }
}
