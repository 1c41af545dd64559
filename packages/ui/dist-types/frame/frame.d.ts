/** What every page has around it: the rail, the bar, the dialogs and the keys that work everywhere. */
export declare function Frame(): import("react").JSX.Element;
//# sourceMappingURL=frame.d.ts.map