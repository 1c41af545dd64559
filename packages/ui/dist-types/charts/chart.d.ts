import type { ChartOption, Tokens } from './chart-option.ts';
/** Mounts a chart. Charts of the same group share their crosshair. */
export declare function Chart({ option, group, height, }: {
    readonly option: (tokens: Tokens) => ChartOption;
    readonly group: string;
    readonly height: number;
}): import("react").JSX.Element;
//# sourceMappingURL=chart.d.ts.map