import { useEffect } from 'react';

/** Says in the tab what the page shows: `api · logs · error`. */
export function useTitle(...parts: readonly (string | undefined)[]): void {
  const title = [...parts.filter(Boolean), 'Longshore'].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
