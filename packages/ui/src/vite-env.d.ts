/// <reference types="vite/client" />
/** The version of this build, set by `vite.config.ts`. */
declare const __VERSION__: string;
