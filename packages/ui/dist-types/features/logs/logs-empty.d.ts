import type { LogSelection } from '../../controls/log-view/selection.ts';
/** Why no line is shown, and the way out. */
export declare function LogsEmpty({ selection: { query, filters }, isLive, }: {
    readonly selection: LogSelection;
    readonly isLive: boolean;
}): import("react").JSX.Element;
//# sourceMappingURL=logs-empty.d.ts.map