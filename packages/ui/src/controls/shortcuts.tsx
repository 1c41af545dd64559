import type { ParseKeys } from 'i18next';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';

/** A key, or a chord of two (`g h`), and what it does; the list behind `?` is made from the same data. */
export interface Shortcut {
  readonly keys: string;
  readonly text: ParseKeys;
  readonly run: () => void;
}

/** How long the second key of a chord is waited for. */
const CHORD_MS = 1_000;

interface Registry {
  readonly add: (shortcuts: readonly Shortcut[]) => () => void;
  readonly all: () => readonly Shortcut[];
}

const Context = createContext<Registry | undefined>(undefined);

/** Binds the keyboard. Nothing acts while somebody types, or while a dialog is open. */
export function ShortcutProvider({ children }: { readonly children: ReactNode }) {
  const groups = useRef(new Set<readonly Shortcut[]>());
  const registry = useMemo(
    (): Registry => ({
      add: (shortcuts) => {
        groups.current.add(shortcuts);
        return () => groups.current.delete(shortcuts);
      },
      all: () => [...groups.current].flat(),
    }),
    [],
  );
  useEffect(() => {
    let pending = '';
    let pendingSinceMs = 0;
    const onKey = (event: KeyboardEvent) => {
      if (!isForShortcuts(event)) {
        return;
      }
      const isChord = pending !== '' && event.timeStamp - pendingSinceMs < CHORD_MS;
      const keys = isChord ? `${pending} ${event.key}` : event.key;
      pending = '';
      const found = registry.all().findLast((shortcut) => shortcut.keys === keys);
      if (found) {
        event.preventDefault();
        found.run();
      } else if (registry.all().some((shortcut) => shortcut.keys.startsWith(`${event.key} `))) {
        pending = event.key;
        pendingSinceMs = event.timeStamp;
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [registry]);
  return <Context value={registry}>{children}</Context>;
}

/** Binds keys for as long as the component is there. Later ones win over earlier ones. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const registry = useContext(Context);
  useEffect(() => registry?.add(shortcuts), [registry, shortcuts]);
}

/** All keys that are bound at this moment. */
export function useBoundShortcuts(): () => readonly Shortcut[] {
  return useContext(Context)?.all ?? none;
}

function none(): readonly Shortcut[] {
  return [];
}

function isForShortcuts(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
    return false;
  }
  const { target } = event;
  if (!(target instanceof HTMLElement)) {
    return true;
  }
  const isTyping = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  // Enter and the space bar press the button that has the focus.
  const isPress = event.key === 'Enter' && /^(BUTTON|A|SUMMARY)$/.test(target.tagName);
  return !isTyping && !isPress && target.closest('[role="dialog"], [role="menu"]') === null;
}
