import type { useLogLines } from '../../controls/log-view/use-log-lines.ts';
/** Over the lines: how many there are, and how they are shown. */
export declare function LogsTools({ lines: { lines, total, search }, wraps, }: {
    readonly lines: ReturnType<typeof useLogLines>;
    readonly wraps: boolean;
}): import("react").JSX.Element;
//# sourceMappingURL=logs-tools.d.ts.map