import classes from './controls.module.css';

/** Shares of a meter at which it asks for attention. */
const WARN_FROM = 0.8;
const BAD_FROM = 0.92;

/** The level of a share: it decides the colour. */
export function levelOf(share: number): 'ok' | 'warn' | 'bad' {
  if (share >= BAD_FROM) {
    return 'bad';
  }
  return share >= WARN_FROM ? 'warn' : 'ok';
}

/**
 * A bar that shows a share of one, with an optional tick at another share. The numbers are written beside it, so
 * the bar itself is decoration for eyes only.
 */
export function Meter({
  share,
  tick,
  isQuiet = false,
}: {
  readonly share: number | null;
  readonly tick?: number | null;
  /** True when a full bar is nothing to worry about. */
  readonly isQuiet?: boolean;
}) {
  const shown = Math.min(1, Math.max(0, share ?? 0));
  return (
    <div className={classes.meter} aria-hidden="true">
      <div
        className={classes.fill}
        data-level={isQuiet ? 'ok' : levelOf(share ?? 0)}
        style={{ transform: `scaleX(${shown})` }}
      />
      {tick === undefined || tick === null ? null : (
        <div className={classes.tick} style={{ left: `calc(${Math.min(1, tick) * 100}% - 1px)` }} />
      )}
    </div>
  );
}
