import { type PointerEvent, type ReactNode, useRef, useState } from 'react';
import classes from './charts.module.css';

/** A span of time in numbers. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A drag shorter than this is a click. */
const DRAG_MIN_PX = 6;

/** Lets a person draw a span of time over a chart; a double click goes one step back. */
export function DragRange({
  span,
  inset,
  onZoom,
  onZoomOut,
  children,
}: {
  readonly span: Span;
  /** The room in pixels beside the plot, left and right. */
  readonly inset: readonly [left: number, right: number];
  readonly onZoom: (span: Span) => void;
  readonly onZoomOut: () => void;
  readonly children: ReactNode;
}) {
  const area = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<readonly [start: number, end: number]>();
  const xOf = (event: PointerEvent) => {
    const box = area.current?.getBoundingClientRect();
    const x = event.clientX - (box?.left ?? 0);
    return Math.min(Math.max(x, inset[0]), (box?.width ?? 0) - inset[1]);
  };
  const onPointerUp = () => {
    const width = (area.current?.clientWidth ?? 0) - inset[0] - inset[1];
    const chosen =
      drag &&
      spanBetween(
        drag.map((x) => (x - inset[0]) / width),
        span,
      );
    setDrag(undefined);
    if (drag && chosen && Math.abs(drag[1] - drag[0]) >= DRAG_MIN_PX) {
      onZoom(chosen);
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for pointers only; the time control does the same by keyboard.
    <div
      ref={area}
      className={classes.drag}
      onPointerDown={(event) => {
        if (event.button === 0 && event.pointerType !== 'touch') {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag([xOf(event), xOf(event)]);
        }
      }}
      onPointerMove={(event) => {
        if (drag) {
          setDrag([drag[0], xOf(event)]);
        }
      }}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(undefined)}
      onDoubleClick={onZoomOut}
    >
      {children}
      {drag && Math.abs(drag[1] - drag[0]) >= DRAG_MIN_PX ? (
        <div
          className={classes.dragged}
          style={{ left: Math.min(...drag), width: Math.abs(drag[1] - drag[0]) }}
        />
      ) : null}
    </div>
  );
}

/** The span between two shares of another one, whichever comes first. */
export function spanBetween(shares: readonly number[], { fromMs, toMs }: Span): Span {
  const length = toMs - fromMs;
  return {
    fromMs: Math.round(fromMs + Math.min(...shares) * length),
    toMs: Math.round(fromMs + Math.max(...shares) * length),
  };
}
