import type { ContainerDetail } from '@longshore/common/api/inventory';
import type { Span } from '../../controls/time/time-range.ts';
/** Four charts over the same time: events are marked on all of them, drawing on one zooms all. */
export declare function ContainerCharts({ detail, isStale, }: {
    readonly detail: ContainerDetail & {
        readonly span: Span;
    };
    readonly isStale: boolean;
}): import("react").JSX.Element;
//# sourceMappingURL=container-charts.d.ts.map