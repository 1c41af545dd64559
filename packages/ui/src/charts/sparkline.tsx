import { memo } from 'react';
import classes from './charts.module.css';

/** A line of a few values without axes; gaps where nothing was measured. */
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
  const path = sparklinePath(values, { width, height, ...(max === undefined ? {} : { max }) });
  return (
    <svg width={width} height={height} aria-hidden="true" className={classes.spark}>
      <path d={path} fill="none" stroke="var(--meter)" strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  );
});

/** The path of a sparkline: a new stroke begins after each gap. */
export function sparklinePath(
  values: readonly (number | null)[],
  box: { readonly width: number; readonly height: number; readonly max?: number },
): string {
  const known = values.filter((value) => value !== null);
  const top = Math.max(box.max ?? 0, ...known, Number.MIN_VALUE);
  const step = box.width / Math.max(1, values.length - 1);
  let pen = 'M';
  let path = '';
  values.forEach((value, index) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    const y = box.height - 1.5 - (value / top) * (box.height - 3);
    path += `${pen}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  });
  return path;
}
