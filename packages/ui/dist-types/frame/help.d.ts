/** The keys that work on this page, made from the table that binds them. */
export declare function Help({ isOpen, onClose, }: {
    readonly isOpen: boolean;
    readonly onClose: () => void;
}): import("react").JSX.Element;
//# sourceMappingURL=help.d.ts.map