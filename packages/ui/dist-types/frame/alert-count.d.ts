/** How many alerts the last 24 hours had, in the colour of the worst; nothing when there were none. */
export declare function AlertCount(): import("react").JSX.Element | null;
//# sourceMappingURL=alert-count.d.ts.map