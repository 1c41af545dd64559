import { LOG_LEVELS, type LogLevel } from '@longshore/common/log-level';
import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format.ts';
import classes from './charts.module.css';
import { DragRange } from './drag-range.tsx';
import { type Bar, barsOf, segmentsOf, timeTicks } from './histogram-layout.ts';

/** The height of the bars and of the times under them, in pixels. */
const BARS_HEIGHT = 64;
const AXIS_HEIGHT = 18;
/** A label of the time axis needs this much room. */
const TICK_PX = 130;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many lines of each level; `other` are those without a level that we know. */
type Parts = readonly (readonly [level: LogLevel | 'other', count: number])[];

interface Props {
  readonly span: Span;
  readonly intervalMs: number;
  readonly buckets: readonly (readonly [startMs: number, count: number])[];
  readonly levels: readonly { readonly level: LogLevel; readonly counts: readonly number[] }[];
  readonly onZoom: (span: Span) => void;
  readonly onZoomOut: () => void;
}

/** How many lines there were over time, by level, the worst at the foot; dragging chooses a span. */
export function Histogram({ span, intervalMs, buckets, levels, onZoom, onZoomOut }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width } = useElementSize();
  const bars = barsOf(buckets, { span, intervalMs, width, height: BARS_HEIGHT });
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const peak = Math.max(0, ...buckets.map(([, count]) => count));
  const isLong = span.toMs - span.fromMs > 24 * 3_600_000;
  const inAll = withOther(
    total,
    levels.map(({ level, counts }) => [level, counts.reduce((sum, count) => sum + count, 0)]),
  );
  const textOf = (parts: Parts) =>
    parts.map(([level, count]) => `${t(`logs.level.${level}`)} ${format.count(count)}`).join(', ');
  const label = t('logs.histogram', {
    total: format.count(total),
    peak: format.count(peak),
    interval: format.duration(intervalMs),
  });
  return (
    <div ref={ref} className={classes.histogramBox}>
      {levels.length > 0 ? <Legend parts={inAll} /> : null}
      <DragRange span={span} inset={[0, 0]} onZoom={onZoom} onZoomOut={onZoomOut}>
        <svg
          className={classes.histogram}
          height={BARS_HEIGHT + AXIS_HEIGHT}
          role="img"
          aria-label={
            levels.length > 0
              ? `${label} ${t('logs.histogramLevels', { levels: textOf(inAll) })}`
              : label
          }
        >
          {bars.map((bar) => {
            const parts = withOther(
              bar.count,
              levels.map(({ level, counts }) => [level, counts[bar.index] ?? 0]),
            );
            const title = `${format.time(bar.startMs, { date: true })} · ${t('logs.lines', { count: bar.count, number: format.count(bar.count) })}`;
            return (
              <StackedBar
                key={bar.startMs}
                bar={bar}
                parts={parts}
                title={levels.length > 0 ? `${title}: ${textOf(parts)}` : title}
              />
            );
          })}
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

function Legend({ parts }: { readonly parts: Parts }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={classes.levels} aria-label={t('logs.legend')}>
      {parts.map(([level, count]) => (
        <li key={level} data-level={level}>
          {t(`logs.level.${level}`)} <b>{format.count(count)}</b>
        </li>
      ))}
    </ul>
  );
}

function StackedBar({
  bar: { x, barWidth, barHeight },
  parts,
  title,
}: {
  readonly bar: Bar;
  readonly parts: Parts;
  readonly title: string;
}) {
  const heights = segmentsOf(
    parts.map(([, count]) => count),
    barHeight,
  );
  let top = BARS_HEIGHT;
  return (
    <g>
      {parts.map(([level], index) => {
        const height = heights[index] ?? 0;
        top -= height;
        return (
          <rect key={level} data-level={level} x={x} y={top} width={barWidth} height={height} />
        );
      })}
      <rect data-kind="hit" x={x} y={0} width={barWidth + 1} height={BARS_HEIGHT}>
        <title>{title}</title>
      </rect>
    </g>
  );
}

/** The levels that occur, the worst first, and at the end the lines that have none of them. */
function withOther(total: number, levels: readonly (readonly [LogLevel, number])[]): Parts {
  const known = LOG_LEVELS.flatMap((level) =>
    levels.filter(([name, count]) => name === level && count > 0),
  );
  const rest = total - known.reduce((sum, [, count]) => sum + count, 0);
  return rest > 0 ? [...known, ['other', rest]] : known;
}
