/** Texts that have the same words in the same order, without what differs from text to text. */
export interface Shape {
  readonly words: readonly string[];
  readonly count: number;
  /** Of the longest text. */
  readonly length: number;
}

/** Words that several shapes share, in order. */
export interface Template {
  readonly words: readonly string[];
  /** The places of its shapes in the given list. */
  readonly shapes: readonly number[];
  readonly count: number;
  readonly length: number;
}

/** More are not made: what comes later goes with the template that is most like it, or is left out. */
const TEMPLATES_MAX = 500;

/**
 * Puts shapes together that are alike, the most frequent first: one goes to the template it shares the greatest part of
 * its words with, in order, if that is at least the threshold; what they do not share is no part of the template from
 * then on. Words are as important as they are long, but none more than ten times as much as another.
 */
export function findTemplates(shapes: readonly Shape[], threshold: number): readonly Template[] {
  const templates: Building[] = [];
  for (const [place, shape] of [...shapes.entries()].sort(byCount)) {
    const best = mostAlike(templates, shape.words, threshold);
    if (best !== undefined) {
      best.template.words = best.shared;
      best.template.weight = weightOf(best.shared);
      best.template.shapes.push(place);
    } else if (templates.length < TEMPLATES_MAX) {
      const { words } = shape;
      templates.push({
        words,
        weight: weightOf(words),
        fullWeight: weightOf(words),
        shapes: [place],
      });
    }
  }
  return templates.map(({ words, shapes: places }) => {
    const own = places.flatMap((place) => shapes[place] ?? []);
    return {
      words,
      shapes: places,
      count: own.reduce((sum, { count }) => sum + count, 0),
      length: own.reduce((most, { length }) => Math.max(most, length), 0),
    };
  });
}

type Entry = readonly [place: number, shape: Shape];

const byCount = ([, a]: Entry, [, b]: Entry): number =>
  b.count - a.count || (a.words.join(' ') < b.words.join(' ') ? -1 : 1);

interface Building {
  words: readonly string[];
  weight: number;
  /** Of its first shape: a template is never worn down to less than the threshold of it. */
  readonly fullWeight: number;
  readonly shapes: number[];
}

interface Alike {
  readonly template: Building;
  readonly shared: readonly string[];
  readonly likeness: number;
}

const WORD_WEIGHT_MAX = 10;

const weightOf = (words: readonly string[]): number =>
  words.reduce((sum, word) => sum + Math.min(word.length, WORD_WEIGHT_MAX), 0);

function mostAlike(
  templates: readonly Building[],
  words: readonly string[],
  threshold: number,
): Alike | undefined {
  const weight = weightOf(words);
  const known = new Set(words);
  let best: Alike | undefined;
  for (const template of templates) {
    const least = threshold * Math.max(weight, template.fullWeight);
    // Cheaper than the order of the words, and mostly enough to tell.
    const common = weightOf(template.words.filter((word) => known.has(word)));
    if (common < least || common <= (best?.likeness ?? 0) * Math.max(weight, template.fullWeight)) {
      continue;
    }
    const shared = sharedInOrder(template.words, words);
    const likeness = weightOf(shared) / Math.max(weight, template.fullWeight);
    if (likeness >= threshold && likeness > (best?.likeness ?? 0)) {
      best = { template, shared, likeness };
    }
  }
  return best;
}

/** The longest list of words that are in both in this order. */
function sharedInOrder(a: readonly string[], b: readonly string[]): readonly string[] {
  const lengthAt = sharedLengths(a, b);
  const shared: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const word = a[i] ?? '';
    const isShared = word === b[j];
    const skipsFirst = lengthAt(i + 1, j) >= lengthAt(i, j + 1);
    if (isShared) {
      shared.push(word);
    }
    i += isShared || skipsFirst ? 1 : 0;
    j += isShared || !skipsFirst ? 1 : 0;
  }
  return shared;
}

/** How many words what is behind a place in each have in common. */
function sharedLengths(a: readonly string[], b: readonly string[]) {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  return at;
}
