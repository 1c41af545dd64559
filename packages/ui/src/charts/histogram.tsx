import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import classes from './charts.module.css';
import { DragRange } from './drag-range.tsx';
import { barsOf, timeTicks } from './histogram-layout.ts';

/** The height of the bars and of the times under them, in pixels. */
const BARS_HEIGHT = 64;
const AXIS_HEIGHT = 18;
/** A label of the time axis needs this much room. */
const TICK_PX = 130;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many lines there were over time; dragging chooses a span. */
export function Histogram({
  span,
  intervalMs,
  buckets,
  onZoom,
  onZoomOut,
}: {
  readonly span: Span;
  readonly intervalMs: number;
  readonly buckets: readonly (readonly [startMs: number, count: number])[];
  readonly onZoom: (span: Span) => void;
  readonly onZoomOut: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width } = useElementSize();
  const bars = barsOf(buckets, { span, intervalMs, width, height: BARS_HEIGHT });
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const peak = Math.max(0, ...buckets.map(([, count]) => count));
  const isLong = span.toMs - span.fromMs > 24 * 3_600_000;
  return (
    <div ref={ref}>
      <DragRange span={span} inset={[0, 0]} onZoom={onZoom} onZoomOut={onZoomOut}>
        <svg
          className={classes.histogram}
          height={BARS_HEIGHT + AXIS_HEIGHT}
          role="img"
          aria-label={t('logs.histogram', {
            total: format.count(total),
            peak: format.count(peak),
            interval: format.duration(intervalMs),
          })}
        >
          {bars.map(({ startMs, count, x, barWidth, barHeight }) => (
            <g key={startMs}>
              <rect x={x} y={BARS_HEIGHT - barHeight} width={barWidth} height={barHeight} rx={1} />
              <rect data-kind="hit" x={x} y={0} width={barWidth + 1} height={BARS_HEIGHT}>
                <title>
                  {`${format.time(startMs, { date: true })} · ${t('logs.lines', { count, number: format.count(count) })}`}
                </title>
              </rect>
            </g>
          ))}
          <line x1="0" x2="100%" y1={BARS_HEIGHT + 0.5} y2={BARS_HEIGHT + 0.5} />
          {timeTicks(span, Math.floor(width / TICK_PX), format.isUtc).map((atMs) => {
            const share = (atMs - span.fromMs) / (span.toMs - span.fromMs);
            return (
              <text key={atMs} x={share * width} y={BARS_HEIGHT + 14} textAnchor="middle">
                {format.time(atMs, { date: isLong, seconds: span.toMs - span.fromMs < 600_000 })}
              </text>
            );
          })}
        </svg>
      </DragRange>
    </div>
  );
}
