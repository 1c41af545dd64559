import type { Alert } from '@longshore/common/api/alerts';
/** How bad it is, as shape, colour and word. */
export declare function SeverityMark({ severity }: Pick<Alert, 'severity'>): import("react").JSX.Element;
/** What happened, worded from its kind. */
export declare function AlertText({ alert: { kind, exitCode } }: {
    readonly alert: Alert;
}): import("react").JSX.Element;
//# sourceMappingURL=alert-text.d.ts.map