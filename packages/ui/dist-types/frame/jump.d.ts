/** Jumps to any page, host or container by a part of its name. */
export declare function Jump({ isOpen, onOpen, onClose, }: {
    readonly isOpen: boolean;
    readonly onOpen: () => void;
    readonly onClose: () => void;
}): import("react").JSX.Element;
//# sourceMappingURL=jump.d.ts.map