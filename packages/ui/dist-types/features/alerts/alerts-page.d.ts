/** Everything that was alerted about in the range, newest first. */
export declare function AlertsPage(): import("react").JSX.Element;
//# sourceMappingURL=alerts-page.d.ts.map