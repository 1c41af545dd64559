/** A stream that a test speaks through, in place of the browser's. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  /** Every stream that was opened, oldest first. */
  static readonly all: FakeEventSource[] = [];

  readonly url: string;
  readyState = 1;
  onopen: (() => void) | undefined;
  onerror: (() => void) | undefined;

  constructor(url: string) {
    super();
    this.url = url;
    FakeEventSource.all.push(this);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  /** Sends an event to the page. */
  say(event: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }

  /** The open stream of a path; undefined when there is none. */
  static of(path: string): FakeEventSource | undefined {
    return FakeEventSource.all.findLast(
      ({ url, readyState }) => url.startsWith(path) && readyState !== FakeEventSource.CLOSED,
    );
  }
}
