/** The level of a share: it decides the colour. */
export declare function levelOf(share: number): 'ok' | 'warn' | 'bad';
/**
 * A bar that shows a share of one, with an optional tick at another share. The numbers are written beside it, so
 * the bar itself is decoration for eyes only.
 */
export declare function Meter({ share, tick, isQuiet, }: {
    readonly share: number | null;
    readonly tick?: number | null;
    /** True when a full bar is nothing to worry about. */
    readonly isQuiet?: boolean;
}): import("react").JSX.Element;
//# sourceMappingURL=meter.d.ts.map