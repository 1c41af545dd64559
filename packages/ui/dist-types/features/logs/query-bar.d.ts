/** The query; Enter runs it. What the server does not understand is shown at its place. */
export declare function QueryBar({ query, refusal, }: {
    readonly query: string;
    readonly refusal: string | undefined;
}): import("react").JSX.Element;
//# sourceMappingURL=query-bar.d.ts.map