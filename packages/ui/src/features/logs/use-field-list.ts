import { useMediaQuery } from '@mantine/hooks';
import { useCallback } from 'react';
import { useUrl } from '../../controls/use-url.ts';

/** Whether the list of fields is seen, and how. */
export interface FieldList {
  readonly isShown: boolean;
  /** Where there is no room beside the lines, the list lies over them and is opened on demand. */
  readonly isDrawer: boolean;
  readonly toggle: () => void;
}

/** The list of fields as the address has it: there unless switched off, on small screens only when asked for. */
export function useFieldList(): FieldList {
  const { search, change } = useUrl();
  const isDrawer = useMediaQuery('(max-width: 900px)', undefined, {
    getInitialValueInEffect: false,
  });
  const isShown = isDrawer ? search.fields === 'on' : search.fields !== 'off';
  const toggle = useCallback(() => {
    const next = isDrawer ? 'on' : 'off';
    change({ fields: search.fields === next ? undefined : next }, 'replace');
  }, [change, isDrawer, search.fields]);
  return { isShown, isDrawer, toggle };
}
