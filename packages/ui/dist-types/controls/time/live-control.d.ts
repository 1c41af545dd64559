/** Switches live on and off, and refreshes now. */
export declare function LiveControl(): import("react").JSX.Element;
//# sourceMappingURL=live-control.d.ts.map