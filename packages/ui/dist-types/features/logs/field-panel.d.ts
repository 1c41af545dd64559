import type { LineActions } from '../../controls/log-view/log-row.tsx';
import type { LogSelection } from '../../controls/log-view/selection.ts';
import type { Span } from '../../controls/time/time-range.ts';
interface Props {
    readonly selection: LogSelection;
    readonly span: Span;
    readonly columns: readonly string[];
    readonly actions: LineActions;
}
/** The fields that lines have; a click shows the commonest values of one. */
export declare function FieldPanel(props: Props): import("react").JSX.Element;
export {};
//# sourceMappingURL=field-panel.d.ts.map