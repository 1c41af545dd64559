/** Colour scheme and language: the reader's own choice, kept in this browser. */
export declare function Preferences(): import("react").JSX.Element;
//# sourceMappingURL=preferences.d.ts.map