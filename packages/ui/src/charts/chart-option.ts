import { isolatedIndexes } from './isolated.ts';

/** Reads a colour of `tokens.css` by its name, for example `series-1`. */
export type Tokens = (name: string) => string;

/** An option of ECharts: plain data, so that tests can look at it. */
export type ChartOption = Readonly<Record<string, unknown>>;

/** One line of a time chart. */
export interface ChartLine {
  readonly name: string;
  /** Name of the colour among the tokens. */
  readonly color: string;
  readonly points: readonly (readonly [atMs: number, value: number | null])[];
}

/** A moment that is marked across the chart. */
export interface ChartMark {
  readonly atMs: number;
  readonly text: string;
  readonly isBad: boolean;
}

/** What a time chart shows. */
export interface TimeChartData {
  readonly span: { readonly fromMs: number; readonly toMs: number };
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  /** A horizontal line that the values should stay under. */
  readonly limit?: number | null;
  readonly formatAxis: (value: number) => string;
  /** 1,024 for memory, so that its axis has round MiB and GiB; else 1,000. */
  readonly base: 1_000 | 1_024;
  /** The axis reaches at least to here, so that noise does not look like a mountain. */
  readonly axisMin: number;
  /** Whether the round times of the axis are those of UTC, and not of the reader's zone. */
  readonly isUtc: boolean;
  readonly formatTime: (atMs: number) => string;
  /** What the pointer shows at a moment. */
  readonly tooltip: (atMs: number) => HTMLElement;
}

/** The room beside the plot in pixels, left and right; `DragRange` needs the same. */
export const CHART_INSET = [62, 12] as const;

/** A limit far above the values is not drawn: it would press them flat. The legend names it anyway. */
const LIMIT_SHOWN_FROM = 0.25;

/** The ECharts option of a time chart. */
export function timeChartOption(data: TimeChartData, tokens: Tokens): ChartOption {
  const { span, lines, limit, formatAxis, formatTime, tooltip } = data;
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value ?? 0));
  const largest = Math.max(0, ...values);
  const showsLimit = isLimitShown(limit, largest);
  const top = Math.max(largest, data.axisMin, showsLimit ? (limit ?? 0) : 0);
  const scale = niceScale(top, data.base);
  return {
    animation: false,
    useUTC: data.isUtc,
    textStyle: { fontFamily: tokens('font-text') },
    grid: { left: CHART_INSET[0], right: CHART_INSET[1], top: 10, bottom: 22 },
    xAxis: {
      type: 'time',
      min: span.fromMs,
      max: span.toMs,
      axisLine: { lineStyle: { color: tokens('line') } },
      axisTick: { show: false },
      axisLabel: {
        color: tokens('text-dim'),
        fontSize: 11,
        hideOverlap: true,
        formatter: formatTime,
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: scale.max,
      interval: scale.step,
      axisLabel: { color: tokens('text-dim'), fontSize: 11, formatter: formatAxis },
      splitLine: { lineStyle: { color: tokens('line') } },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: tokens('panel'),
      borderColor: tokens('line-strong'),
      padding: [8, 10],
      axisPointer: { type: 'line', lineStyle: { color: tokens('text-faint'), type: 'solid' } },
      formatter: (hit: readonly { readonly axisValue: number }[]) =>
        tooltip(hit[0]?.axisValue ?? 0),
    },
    series: [
      ...lines.map((line, index) => ({
        type: 'line',
        name: line.name,
        data: line.points,
        showSymbol: false,
        symbol: 'circle',
        symbolSize: 5,
        sampling: 'lttb',
        lineStyle: { width: 1.6, color: tokens(line.color) },
        itemStyle: { color: tokens(line.color) },
        areaStyle: { color: tokens(line.color), opacity: lines.length === 1 ? 0.13 : 0.06 },
        emphasis: { disabled: true },
        ...(index === 0 ? { markLine: markLine(data, showsLimit, tokens) } : {}),
      })),
      ...lines.flatMap((line) => dots(line, tokens)),
    ],
  };
}

/** A line needs two values that follow each other; what stands alone is drawn as a dot. */
function dots(line: ChartLine, tokens: Tokens) {
  const points = isolatedIndexes(line.points.map(([, value]) => value)).map(
    (index) => line.points[index],
  );
  return points.length === 0
    ? []
    : [
        {
          type: 'line',
          name: line.name,
          data: points,
          symbol: 'circle',
          symbolSize: 5,
          showAllSymbol: true,
          silent: true,
          lineStyle: { width: 0 },
          itemStyle: { color: tokens(line.color) },
          emphasis: { disabled: true },
        },
      ];
}

const STEPS = [1, 2, 2.5, 5, 10] as const;
const BINARY_STEPS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024] as const;

/** How many steps an axis has at most. */
const STEPS_MAX = 4;

/** An axis from 0 in round steps, whose end is at or above the largest value. */
export function niceScale(
  largest: number,
  base: 1_000 | 1_024,
): { readonly max: number; readonly step: number } {
  if (largest <= 0) {
    return { max: 1, step: 0.5 };
  }
  const rough = largest / STEPS_MAX;
  const power = base === 1_024 ? Math.floor(Math.log2(rough) / 10) : Math.floor(Math.log10(rough));
  const unit = base === 1_024 ? 1_024 ** power : 10 ** power;
  const steps = base === 1_024 ? BINARY_STEPS : STEPS;
  const step = (steps.find((candidate) => candidate * unit >= rough) ?? base) * unit;
  return { max: Math.ceil(largest / step) * step, step };
}

/** Whether a limit is near enough to the largest value to be drawn. */
export function isLimitShown(limit: number | null | undefined, largest: number): boolean {
  return limit !== null && limit !== undefined && largest >= limit * LIMIT_SHOWN_FROM;
}

function markLine({ marks, limit }: TimeChartData, showsLimit: boolean, tokens: Tokens) {
  const events = marks.map(({ atMs, isBad }) => ({
    xAxis: atMs,
    lineStyle: { color: tokens(isBad ? 'bad-fill' : 'text-faint'), type: 'dashed', width: 1 },
  }));
  const limits = showsLimit
    ? [{ yAxis: limit, lineStyle: { color: tokens('bad-fill'), type: 'solid', width: 1 } }]
    : [];
  return { silent: true, symbol: 'none', label: { show: false }, data: [...events, ...limits] };
}
