/** A line of a few values without axes; gaps where nothing was measured. */
export declare const Sparkline: import("react").MemoExoticComponent<({ values, width, height, max, }: {
    readonly values: readonly (number | null)[];
    readonly width?: number;
    readonly height?: number;
    /** The value at the top; the largest one when it is left out. */
    readonly max?: number;
}) => import("react").JSX.Element>;
/** The path of a sparkline: a new stroke begins after each gap. */
export declare function sparklinePath(values: readonly (number | null)[], box: {
    readonly width: number;
    readonly height: number;
    readonly max?: number;
}): string;
//# sourceMappingURL=sparkline.d.ts.map