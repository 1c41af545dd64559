import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Search } from '../url-state.ts';

/** The state of the page that lives in its address. */
export interface UrlState {
  readonly search: Search;
  /**
   * Changes keys of the address and keeps the others. A step that browser back should undo is pushed; what
   * follows each keystroke replaces.
   */
  readonly change: (patch: Search, how?: 'push' | 'replace') => void;
}

/** Reads and changes the address of the present page. */
export function useUrl(): UrlState {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Search, how: 'push' | 'replace' = 'push') => {
      void navigate({
        to: '.',
        search: (previous: Search) => ({ ...previous, ...patch }),
        replace: how === 'replace',
        resetScroll: false,
      });
    },
    [navigate],
  );
  return { search, change };
}
