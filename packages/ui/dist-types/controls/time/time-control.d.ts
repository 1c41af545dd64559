/** Shows the range of the page; opens to choose or type another one. */
export declare function TimeControl({ isOpen, onOpen, }: {
    readonly isOpen: boolean;
    readonly onOpen: (isOpen: boolean) => void;
}): import("react").JSX.Element;
//# sourceMappingURL=time-control.d.ts.map