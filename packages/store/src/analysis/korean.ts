/**
 * Korean glues particles to nouns (`모니터링을`) and makes verbs of nouns (`재시작합니다`). Without a dictionary, both are
 * taken off by rule: an ending of these lists, of which some need a final consonant before them and some forbid one.
 */

/** Particles and endings behind any syllable. Those of two syllables and more hardly ever end a noun. */
const ANY_ENDING = words(`
  에서 에서는 에서도 에서의 에서만 에게 에게는 에게서 에는 에도 에만 에의 께서 께서는 한테 한테서 하고
  까지 까지는 까지도 까지의 부터 부터는 부터의 마저 조차 밖에 처럼 보다 보다는 마다 만은 만을 만의 만이 만큼 대로
  이라도 이라고 이라는 이라면 이라서 이란 이며 이고 이지만 이나 이든지 이랑 이면 이었다 이었습니다 이다 입니다 인데 인가 인지
  들 들이 들을 들은 들의 들에 들에게 들도 들만 들과 들로
  하다 한다 합니다 했다 했습니다 하였다 하였습니다 하는 하며 하면 하면서 하여 해서 했고 했지만 하지 하기 하려고 하도록 할때
  되다 된다 됩니다 됐다 됐습니다 되었다 되었습니다 되는 되며 되면 되면서 되어 되었고 되지 되기 되도록
  시키다 시킨다 시킵니다 시켰다 시켰습니다 시키는 에서부터 로부터
`);
/** Only behind a final consonant. */
const CLOSED_ENDING = words(`
  을 은 이 과 과는 과도 과의 으로 으로는 으로도 으로만 으로의 으로서 으로써 으로부터 이가 이는
`);
/** Only behind a vowel. */
const OPEN_ENDING = words(
  '를 는 가 와 와는 와도 와의 라도 라고 라는 라면 라서 란 며 든지 랑 였다 였습니다 로부터',
);
/** Behind a vowel or `ㄹ`. */
const LIQUID_ENDING = words('로 로는 로도 로만 로의 로서 로써');
/** Of one syllable, behind any: many nouns end so, and only longer ones are cut. */
const SHORT_ENDING = words('의 에 도 만 한 된 할 될 함 됨 해 돼');

/** One syllable is left of a word only by these, which end few nouns. */
const CLEAR_ENDING: ReadonlySet<string> = new Set(['을', '를', '은', '는']);

const ENDING_SYLLABLES_MAX = 5;
const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
/** The place of `ㄹ` among final consonants. */
const LIQUID = 8;

/** A word of Hangul syllables only. */
export const isHangulWord = (text: string): boolean => /^[가-힣]+$/.test(text);

/** The word without the longest ending that the rules allow; the word itself if there is none. */
export function stemKorean(word: string): string {
  for (let size = Math.min(ENDING_SYLLABLES_MAX, word.length - 1); size > 0; size -= 1) {
    const stem = word.slice(0, -size);
    const ending = word.slice(-size);
    const isLongEnough = stem.length > 1 || CLEAR_ENDING.has(ending);
    if (isLongEnough && mayFollow(ending, finalOf(stem))) {
      return stem;
    }
  }
  return word;
}

const ALL_ENDINGS: readonly string[] = [
  ...new Set([...ANY_ENDING, ...CLOSED_ENDING, ...OPEN_ENDING, ...LIQUID_ENDING, ...SHORT_ENDING]),
];

/** The word alone and with each ending, also those that grammar forbids: loanwords are spelled in many ways. */
export const withEndings = (stem: string): readonly string[] => [
  stem,
  ...ALL_ENDINGS.map((ending) => stem + ending),
];

function mayFollow(ending: string, final: number): boolean {
  return (
    ANY_ENDING.has(ending) ||
    SHORT_ENDING.has(ending) ||
    (final === 0 ? OPEN_ENDING.has(ending) : CLOSED_ENDING.has(ending)) ||
    ((final === 0 || final === LIQUID) && LIQUID_ENDING.has(ending))
  );
}

/** The final consonant of the last syllable by its number; 0 for none. */
function finalOf(word: string): number {
  const code = word.charCodeAt(word.length - 1);
  return code >= HANGUL_FIRST && code <= HANGUL_LAST ? (code - HANGUL_FIRST) % FINALS : 0;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ''));
}
