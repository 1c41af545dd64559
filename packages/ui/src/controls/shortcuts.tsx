import type { ParseKeys } from 'i18next';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';

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
const PendingContext = createContext<string | undefined>(undefined);

/**
 * Binds the keyboard. Nothing acts while somebody types, or while a dialog is open. A key that both acts and begins
 * chords acts when it is pressed twice, or when no second key came.
 */
export function ShortcutProvider({ children }: { readonly children: ReactNode }) {
  const groups = useRef(new Set<readonly Shortcut[]>());
  const [pending, setPending] = useState<string>();
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
    let first: string | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const find = (keys: string) => registry.all().findLast((shortcut) => shortcut.keys === keys);
    const settle = () => {
      clearTimeout(timer);
      first = undefined;
      setPending(undefined);
    };
    const wait = (key: string) => {
      first = key;
      setPending(key);
      timer = setTimeout(() => {
        settle();
        find(key)?.run();
      }, CHORD_MS);
    };
    const onKey = (event: KeyboardEvent) => {
      if (!isForShortcuts(event)) {
        return;
      }
      const { key } = event;
      const begun = first;
      settle();
      const isChord = begun !== undefined && begun !== key;
      const found = find(isChord ? `${begun} ${key}` : key);
      const begins = begun === undefined && beginsChords(registry.all(), key);
      if (begins) {
        wait(key);
      } else if (found) {
        event.preventDefault();
        found.run();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('keydown', onKey);
    };
  }, [registry]);
  return (
    <Context value={registry}>
      <PendingContext value={pending}>{children}</PendingContext>
    </Context>
  );
}

function beginsChords(shortcuts: readonly Shortcut[], key: string): boolean {
  return shortcuts.some(({ keys }) => keys.startsWith(`${key} `));
}

/** The key that began a chord, while its second key is waited for. */
export function usePendingKey(): string | undefined {
  return useContext(PendingContext);
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
