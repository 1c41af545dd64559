import type { ContainerDetail, Series } from '@longshore/common/api/inventory';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartLine, ChartMark } from '../../charts/chart-option.ts';
import { type BeforeData, TimeChart } from '../../charts/time-chart.tsx';
import { usePageTime } from '../../controls/time/page-time.tsx';
import type { Span } from '../../controls/time/time-range.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { beforeData } from './before-data.ts';
import classes from './container.module.css';
import { eventText, isBadEvent } from './event-text.ts';

/** The charts with the series each of them draws. */
const CHARTS = [
  { key: 'cpu', series: ['cpu'] },
  { key: 'memory', series: ['memory'] },
  { key: 'network', series: ['network.in', 'network.out'] },
  { key: 'disk', series: ['disk.read', 'disk.write'] },
] as const;

/** Four charts over the same time: events are marked on all of them, drawing on one zooms all. */
export function ContainerCharts({
  detail,
  isStale,
}: {
  readonly detail: ContainerDetail & { readonly span: Span };
  readonly isStale: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const marks = useMemo(
    (): ChartMark[] =>
      detail.events.map((event) => ({
        atMs: Date.parse(event.at),
        text: eventText(event, t),
        isBad: isBadEvent(event),
      })),
    [detail.events, t],
  );
  const before = useBefore(detail);
  const { cpuLimitCores, memoryLimitBytes } = detail.container;
  const limits = { cpu: cpuLimitCores, memory: memoryLimitBytes, network: null, disk: null };
  const asides = {
    cpu:
      cpuLimitCores === null
        ? t('container.noCpuLimit')
        : t('container.limitOf', { limit: t('container.cores', { count: cpuLimitCores }) }),
    memory:
      memoryLimitBytes === null
        ? t('container.noMemoryLimit')
        : t('container.limitOf', { limit: format.bytes(memoryLimitBytes) }),
    network: null,
    disk: null,
  };
  return (
    <section className={classes.charts} data-stale={isStale} aria-label={t('container.charts')}>
      {CHARTS.map(({ key, series }) => (
        <SeriesChart
          key={key}
          chart={key}
          span={detail.span}
          series={detail.series.filter(({ name }) => series.some((wanted) => wanted === name))}
          marks={marks}
          limit={limits[key]}
          aside={asides[key]}
          before={before}
        />
      ))}
    </section>
  );
}

function useBefore(detail: ContainerDetail & { readonly span: Span }): BeforeData | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  const found = beforeData(detail);
  const untilMs = found?.untilMs;
  const atMs = found?.atMs;
  const reason = found?.reason;
  return useMemo(() => {
    if (untilMs === undefined || atMs === undefined || reason === undefined) {
      return undefined;
    }
    return { untilMs, text: t(`container.before.${reason}`, { time: format.time(atMs) }) };
  }, [untilMs, atMs, reason, t, format]);
}

/** The least that the axis of each chart reaches to, in cores, bytes and bytes per second. */
const AXIS_MIN = { cpu: 0.01, memory: 1_048_576, network: 1_000, disk: 1_000 } as const;

function formats({ cores, bytes, byteRate }: ReturnType<typeof useFormat>) {
  return { cpu: cores, memory: bytes, network: byteRate, disk: byteRate };
}

type ChartKey = (typeof CHARTS)[number]['key'];

function SeriesChart({
  chart,
  span,
  series,
  marks,
  limit,
  aside,
  before,
}: {
  readonly chart: ChartKey;
  readonly span: Span;
  readonly series: readonly Series[];
  readonly marks: readonly ChartMark[];
  readonly limit: number | null;
  readonly aside: string | null;
  readonly before: BeforeData | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { zoom, zoomOut } = usePageTime();
  const lines = useMemo(
    () =>
      series.map((line, index): ChartLine => lineOf(line, index, t(`container.chart.${chart}`), t)),
    [series, chart, t],
  );
  const formatValue = formats(format)[chart];
  const title = t(`container.chart.${chart}`);
  return (
    <TimeChart
      title={title}
      aside={aside}
      before={before}
      summary={summaryOf(title, lines, formatValue, t)}
      span={span}
      lines={lines}
      marks={marks}
      limit={limit}
      formatValue={formatValue}
      {...(chart === 'cpu' ? { formatAxis: formatAxisCores } : {})}
      base={chart === 'memory' ? 1_024 : 1_000}
      axisMin={AXIS_MIN[chart]}
      onZoom={zoom}
      onZoomOut={zoomOut}
    />
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function lineOf({ name, points }: Series, index: number, title: string, t: Translate): ChartLine {
  const names: Readonly<Record<string, string>> = {
    'network.in': t('container.series.in'),
    'network.out': t('container.series.out'),
    'disk.read': t('container.series.read'),
    'disk.write': t('container.series.write'),
  };
  return { name: names[name] ?? title, color: index === 0 ? 'series-1' : 'series-2', points };
}

/** The chart in a sentence: the newest and the largest value of each line. */
function summaryOf(
  title: string,
  lines: readonly ChartLine[],
  formatValue: (value: number) => string,
  t: Translate,
): string {
  const parts = lines.map(({ name, points }) => {
    const values = points.flatMap(([, value]) => (value === null ? [] : [value]));
    const last = values.at(-1);
    return last === undefined
      ? t('container.noValues', { name })
      : t('container.summary', {
          name,
          last: formatValue(last),
          largest: formatValue(Math.max(...values)),
        });
  });
  return `${title}. ${parts.join(' ')}`;
}

/** Round steps need no padding: 0.05 and 0.1, not 0.050 and 0.10. */
function formatAxisCores(cores: number): string {
  return String(Number(cores.toPrecision(3)));
}
