/** How a stream of server-sent events is doing. `broken`: the caller should ask by other means meanwhile. */
export type StreamState = 'connecting' | 'open' | 'broken';

/** What to do with the events of a stream, by their names; the data is parsed JSON. */
export interface StreamHandlers {
  readonly events: Readonly<Record<string, (data: unknown) => void>>;
  readonly onState: (state: StreamState) => void;
}

/** How long after a refusal a stream is tried again. */
const RETRY_MS = 10_000;

/** A tab that is not seen gives its stream back after this time. */
const HIDDEN_MS = 3_000;

/**
 * Opens a stream and keeps it open until the returned function is called: it comes back after failures, and
 * rests while the tab is hidden.
 */
export function openStream(path: string, handlers: StreamHandlers): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    if (typeof EventSource === 'undefined') {
      handlers.onState('broken');
      return;
    }
    const opened = new EventSource(path);
    source = opened;
    opened.onopen = () => handlers.onState('open');
    opened.onerror = () => {
      handlers.onState('broken');
      // The browser itself tries again after a lost connection, but not after a refusal.
      if (opened.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, RETRY_MS);
      }
    };
    for (const [event, handle] of Object.entries(handlers.events)) {
      opened.addEventListener(event, ({ data }) => handle(JSON.parse(data)));
    }
  };
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') {
      timer = setTimeout(close, HIDDEN_MS);
    } else if (source === undefined) {
      handlers.onState('connecting');
      open();
    } else {
      clearTimeout(timer);
    }
  };
  document.addEventListener('visibilitychange', onVisibility);
  handlers.onState('connecting');
  open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
