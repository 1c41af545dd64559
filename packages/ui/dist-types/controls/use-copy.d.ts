/** Copies text to the clipboard and says for a moment that it did. */
export declare function useCopy(): {
    readonly isCopied: boolean;
    readonly copy: (text: string) => void;
};
//# sourceMappingURL=use-copy.d.ts.map