/** Everything that has a life. `stop` may be called before `start`, twice, and while starting. */
export interface Component {
  start(): Promise<void>;
  stop(): Promise<void>;
}
