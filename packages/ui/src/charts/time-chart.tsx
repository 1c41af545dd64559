import { Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { loadAgain } from '../api/load-again.ts';
import { useFormat } from '../i18n/use-format.ts';
import {
  CHART_INSET,
  type ChartLine,
  type ChartMark,
  type Tokens,
  timeChartOption,
} from './chart-option.ts';
import classes from './charts.module.css';
import { DragRange } from './drag-range.tsx';

// The chart library comes with the first chart, not with the first page.
const Chart = lazy(() =>
  loadAgain(() => import('./chart.tsx')).then((module) => ({ default: module.Chart })),
);

const HEIGHT = 160;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The part of a chart before anything could be measured, and why. */
export interface BeforeData {
  readonly untilMs: number;
  readonly text: string;
}

/** Lines over time with a legend that shows the newest values; dragging chooses a span. */
export function TimeChart({
  title,
  aside,
  summary,
  span,
  lines,
  marks,
  limit,
  formatValue,
  formatAxis = formatValue,
  base = 1_000,
  axisMin,
  before,
  onZoom,
  onZoomOut,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  /** The chart in one sentence, for those who cannot see it. */
  readonly summary: string;
  readonly span: Span;
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  readonly limit?: number | null;
  readonly formatValue: (value: number) => string;
  /** The values on the axis; as in the legend unless said otherwise. */
  readonly formatAxis?: (value: number) => string;
  readonly base?: 1_000 | 1_024;
  readonly axisMin: number;
  readonly before?: BeforeData | undefined;
  readonly onZoom: (span: Span) => void;
  readonly onZoomOut: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const isLong = span.toMs - span.fromMs > 24 * 3_600_000;
  const data = useMemo(
    () => ({
      span,
      lines,
      marks,
      ...(limit === undefined ? {} : { limit }),
      formatAxis,
      base,
      axisMin,
      isUtc: format.isUtc,
      formatTime: (atMs: number) => format.time(atMs, { date: isLong, seconds: false }),
      tooltip: (atMs: number) => {
        const title = format.time(atMs, { date: true });
        return tooltipOf({ title, atMs, lines, marks, formatValue, before });
      },
    }),
    [span, lines, marks, limit, formatValue, formatAxis, base, axisMin, before, format, isLong],
  );
  const isEmpty = lines.every(({ points }) => points.every(([, value]) => value === null));
  const option = useCallback((tokens: Tokens) => timeChartOption(data, tokens), [data]);
  return (
    <figure className={classes.figure} aria-label={summary}>
      <figcaption className={classes.legend}>
        <h2>{title}</h2>
        {lines.map((line) => (
          <span key={line.name}>
            <i style={{ background: `var(--${line.color})` }} />
            {lines.length > 1 ? line.name : null}
            <b>{lastValue(line, formatValue)}</b>
          </span>
        ))}
        {before ? <span className={classes.beforeNote}>{before.text}</span> : null}
        {aside ? <span className={classes.aside}>{aside}</span> : null}
      </figcaption>
      <DragRange span={span} inset={CHART_INSET} onZoom={onZoom} onZoomOut={onZoomOut}>
        <Suspense fallback={<Skeleton height={HEIGHT} />}>
          <Chart option={option} group="page" height={HEIGHT} />
        </Suspense>
        {before ? <Hatch span={span} before={before} /> : null}
        {isEmpty ? <p className={classes.nothing}>{t('container.nothing')}</p> : null}
      </DragRange>
    </figure>
  );
}

/** Where nothing could be measured is hatched, so that it is not taken for zero. */
function Hatch({ span, before }: { readonly span: Span; readonly before: BeforeData }) {
  const share = Math.min(1, (before.untilMs - span.fromMs) / (span.toMs - span.fromMs));
  const plot = `(100% - ${CHART_INSET[0] + CHART_INSET[1]}px)`;
  return (
    <div
      className={classes.before}
      style={{ left: CHART_INSET[0], width: `calc(${plot} * ${share})` }}
      aria-hidden="true"
    />
  );
}

function lastValue({ points }: ChartLine, formatValue: (value: number) => string): string {
  const last = points.findLast(([, value]) => value !== null)?.[1];
  return last === null || last === undefined ? '—' : formatValue(last);
}

/** Made of elements rather than text, so that no name can become markup. */
function tooltipOf(content: {
  readonly title: string;
  readonly atMs: number;
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  readonly formatValue: (value: number) => string;
  readonly before: BeforeData | undefined;
}): HTMLElement {
  const { title, atMs, lines, marks, formatValue, before } = content;
  const box = document.createElement('div');
  box.className = classes.tooltip ?? '';
  box.append(title);
  if (before && atMs < before.untilMs) {
    box.append(tooltipLine('transparent', before.text, ''));
    return box;
  }
  for (const { name, color, points } of lines) {
    const value = points.find(([pointMs]) => pointMs === atMs)?.[1];
    box.append(tooltipLine(`var(--${color})`, name, value == null ? '—' : formatValue(value)));
  }
  const intervalMs = (lines[0]?.points[1]?.[0] ?? 0) - (lines[0]?.points[0]?.[0] ?? 0);
  for (const { atMs: markMs, text, isBad } of marks) {
    if (Math.abs(markMs - atMs) <= intervalMs) {
      box.append(tooltipLine(isBad ? 'var(--bad-fill)' : 'var(--text-faint)', text, ''));
    }
  }
  return box;
}

function tooltipLine(color: string, name: string, value: string): HTMLElement {
  const line = document.createElement('div');
  const swatch = document.createElement('i');
  swatch.style.background = color;
  const number = document.createElement('b');
  number.textContent = value;
  line.append(swatch, name, number);
  return line;
}
