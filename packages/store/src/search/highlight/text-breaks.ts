/** Where sentences or words of a text begin and end; found around the place that is asked for only. */
export class TextBreaks {
  readonly #segments: Intl.Segments;
  readonly #end: number;

  constructor(text: string, granularity: 'sentence' | 'word', locale: string | undefined) {
    this.#segments = new Intl.Segmenter(locale ?? 'und', { granularity }).segment(text);
    this.#end = text.length;
  }

  /** The last break before a place, or the beginning of the text. */
  before(at: number): number {
    const last = Math.min(at, this.#end) - 1;
    return last < 0 ? 0 : (this.#segments.containing(last)?.index ?? 0);
  }

  /** The first break behind a place, or the end of the text. */
  after(at: number): number {
    const found = at < this.#end ? this.#segments.containing(Math.max(0, at)) : undefined;
    return found === undefined ? this.#end : found.index + found.segment.length;
  }
}
