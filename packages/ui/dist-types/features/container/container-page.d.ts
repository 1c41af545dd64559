/** Everything about one container: facts, charts, processes, events and its log. */
export declare function ContainerPage(): import("react").JSX.Element;
//# sourceMappingURL=container-page.d.ts.map