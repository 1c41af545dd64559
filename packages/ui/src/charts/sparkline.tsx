import { memo } from 'react';
import classes from './charts.module.css';
import { isolatedIndexes } from './isolated.ts';

/** Room at both ends, so that a dot on the first or last value is not cut. */
const INSET_PX = 2;
const DOT_PX = 1.7;

interface Box {
  readonly width: number;
  readonly height: number;
  readonly max?: number;
}

/** A line of a few values without axes: gaps where nothing was measured, a dot for a value on its own. */
export const Sparkline = memo(function Sparkline({
  values,
  width = 56,
  height = 20,
  max,
}: {
  readonly values: readonly (number | null)[];
  readonly width?: number;
  readonly height?: number;
  /** The value at the top; the largest one when it is left out. */
  readonly max?: number;
}) {
  const box = { width, height, ...(max === undefined ? {} : { max }) };
  const { path, dots } = sparklineShapes(values, box);
  return (
    <svg width={width} height={height} aria-hidden="true" className={classes.spark}>
      <line x1={INSET_PX} x2={width - INSET_PX} y1={height - 1} y2={height - 1} />
      <path d={path} fill="none" stroke="var(--meter)" strokeWidth="1.4" strokeLinejoin="round" />
      {dots.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r={DOT_PX} fill="var(--meter)" />
      ))}
    </svg>
  );
});

/** The shapes of a sparkline: a new stroke begins after each gap, a value between two gaps is a dot. */
export function sparklineShapes(
  values: readonly (number | null)[],
  box: Box,
): { readonly path: string; readonly dots: readonly (readonly [x: number, y: number])[] } {
  const placeOf = placesIn(values, box);
  const alone = isolatedIndexes(values);
  let pen = 'M';
  let path = '';
  values.forEach((value, index) => {
    if (value === null || alone.includes(index)) {
      pen = 'M';
      return;
    }
    path += `${pen}${placeOf(index)
      .map((pixel) => pixel.toFixed(1))
      .join(' ')}`;
    pen = 'L';
  });
  return { path, dots: alone.map(placeOf) };
}

function placesIn(values: readonly (number | null)[], { width, height, max }: Box) {
  const top = Math.max(max ?? 0, ...values.map((value) => value ?? 0), Number.MIN_VALUE);
  const last = values.length - 1;
  return (index: number): readonly [x: number, y: number] => {
    // A single value is the newest: it stands where the newest always stands.
    const share = last === 0 ? 1 : index / last;
    const x = INSET_PX + share * (width - 2 * INSET_PX);
    const y = height - INSET_PX - ((values[index] ?? 0) / top) * (height - 2 * INSET_PX);
    return [x, y];
  };
}
