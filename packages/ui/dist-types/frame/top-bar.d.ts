/** The bar over every page: search or jump, the time, live, and what is the reader's own choice. */
export declare function TopBar({ isTimeOpen, onTime, onJump, onHelp, }: {
    readonly isTimeOpen: boolean;
    readonly onTime: (isOpen: boolean) => void;
    readonly onJump: () => void;
    readonly onHelp: () => void;
}): import("react").JSX.Element;
//# sourceMappingURL=top-bar.d.ts.map