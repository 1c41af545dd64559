/** The parts of Node's request and response that this file uses, since the UI's types know no Node. */
interface Request {
    readonly url?: string;
    on(event: 'close', listener: () => void): void;
}
interface Response {
    writeHead(status: number, headers: Readonly<Record<string, string>>): void;
    write(text: string): void;
    end(text: string): void;
}
/** Answers `/api` in `vite --mode stand-in`, streams included. */
export declare function answer(request: Request, response: Response): void;
export {};
//# sourceMappingURL=dev-server.d.ts.map