/** All hosts and containers, live: the answer to "what is eating what, right now?". */
export declare function HomePage(): import("react").JSX.Element;
//# sourceMappingURL=home-page.d.ts.map