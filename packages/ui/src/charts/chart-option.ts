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
  readonly formatValue: (value: number) => string;
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
  const { span, lines, limit, formatValue, formatTime, tooltip } = data;
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value ?? 0));
  const showsLimit = isLimitShown(limit, Math.max(0, ...values));
  return {
    animation: false,
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
      ...(showsLimit
        ? { max: (range: { max: number }) => Math.max(range.max, (limit ?? 0) * 1.05) }
        : {}),
      splitNumber: 3,
      axisLabel: { color: tokens('text-dim'), fontSize: 11, formatter: formatValue },
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
    series: lines.map((line, index) => ({
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
  };
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
