/** Full-text search over the logs of all containers, and live tail. */
export declare function LogsPage(): import("react").JSX.Element;
//# sourceMappingURL=logs-page.d.ts.map