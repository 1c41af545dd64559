/** The name of a container with its colour; a link when its id is known. */
export declare function ContainerChip({ name, id }: {
    readonly name: string;
    readonly id: string | null;
}): import("react").JSX.Element;
//# sourceMappingURL=container-chip.d.ts.map