import {
  measureElement,
  observeElementRect,
  useVirtualizer,
  type Virtualizer,
} from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** Where no layout exists (tests), a list is as high as this. */
const HEIGHT_WITHOUT_LAYOUT = 900;

/** Draws only the rows that can be seen. `offsetTop` is the height of what stands above the rows. */
export function useVirtualRows(options: {
  readonly count: number;
  readonly rowHeight: number;
  readonly scroller: RefObject<HTMLElement | null> | (() => HTMLElement | null);
  readonly offsetTop?: number;
  readonly keyOf?: (index: number) => string;
}): Virtualizer<HTMLElement, Element> {
  const { count, rowHeight, scroller, offsetTop = 0, keyOf } = options;
  return useVirtualizer<HTMLElement, Element>({
    count,
    estimateSize: () => rowHeight,
    getScrollElement: typeof scroller === 'function' ? scroller : () => scroller.current,
    scrollMargin: offsetTop,
    overscan: 12,
    // A row without a height (no layout) would let every row fit on the screen.
    measureElement: (...measured) => measureElement(...measured) || rowHeight,
    ...(keyOf ? { getItemKey: keyOf } : {}),
    observeElementRect: (instance, report) =>
      observeElementRect(instance, (rect) =>
        report(rect.height > 0 ? rect : { width: 1_200, height: HEIGHT_WITHOUT_LAYOUT }),
      ),
  });
}
