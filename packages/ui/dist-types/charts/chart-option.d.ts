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
    readonly span: {
        readonly fromMs: number;
        readonly toMs: number;
    };
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
export declare const CHART_INSET: readonly [62, 12];
/** The ECharts option of a time chart. */
export declare function timeChartOption(data: TimeChartData, tokens: Tokens): ChartOption;
/** Whether a limit is near enough to the largest value to be drawn. */
export declare function isLimitShown(limit: number | null | undefined, largest: number): boolean;
//# sourceMappingURL=chart-option.d.ts.map