import {
  type DecodeOptions,
  decode,
  type EncodeOptions,
  encode,
  objectToTokens,
  type TagDecodeControl,
  Token,
  Tokenizer,
  Type,
} from 'cborg';
import { bigIntDecoder, bigIntEncoder, bigNegIntDecoder } from 'cborg/taglib';
import { type ExactJson, ExactNumber } from '../../index/exact-json.ts';
import { jsonTextOf, unreadable } from './json-members.ts';

// https://www.rfc-editor.org/rfc/rfc8949
const BIG_TAG = 2;
const BIG_NEGATIVE_TAG = 3;
const SELF_DESCRIBED_TAG = 55_799;
/** Turning digits or bytes into a number takes time by the square of their number. */
const NUMBER_LENGTH_MAX = 1_000;
/** An empty map is one byte, and takes 250 when it has been read. */
const ITEMS_MAX = 200_000;

/** Of maps, any key; of tags, those of large integers and the one that says "this is CBOR". */
const READING: DecodeOptions = {
  useMaps: true,
  coerceUndefinedToNull: true,
  tags: {
    [BIG_TAG]: (content) => bigIntDecoder(bounded(content)),
    [BIG_NEGATIVE_TAG]: (content) => bigNegIntDecoder(bounded(content)),
    [SELF_DESCRIBED_TAG]: (content) => content(),
  },
};

const WRITING: EncodeOptions = {
  mapSorter: () => 0, // Members stay in their order.
  typeEncoders: {
    Object: (value) => (value instanceof ExactNumber ? numberTokens(value) : null),
    bigint: bigIntEncoder,
  },
};

/** One CBOR item as JSON text; throws what Elasticsearch calls it. */
export function jsonOfCbor(bytes: Buffer): string {
  let value: unknown;
  try {
    value = decode(bytes, { ...READING, tokenizer: new ExactTokenizer(bytes, READING) });
  } catch (error) {
    throw unreadable(error);
  }
  return jsonTextOf(value);
}

/** CBOR of JSON: whole numbers are integers only where they are spelled so. */
export function encodeCbor(value: ExactJson): Buffer {
  return Buffer.from(encode(value, WRITING));
}

function bounded(content: TagDecodeControl): TagDecodeControl {
  const read = (): Uint8Array => {
    const bytes: unknown = content();
    if (!(bytes instanceof Uint8Array) || bytes.length > NUMBER_LENGTH_MAX) {
      throw new Error(`a large number has at most ${NUMBER_LENGTH_MAX} bytes`);
    }
    return bytes;
  };
  return Object.assign(read, { entries: () => content.entries() });
}

function numberTokens(number: ExactNumber) {
  return number.isFraction || number.text.length > NUMBER_LENGTH_MAX
    ? [new Token(Type.float, Number(number.text))]
    : objectToTokens(BigInt(number.text), WRITING);
}

/** Counts items, and keeps it known that a number like 1.0 came as a float, which makes its field a float. */
class ExactTokenizer extends Tokenizer {
  #items = 0;

  override next(): Token {
    this.#items += 1;
    if (this.#items > ITEMS_MAX) {
      throw new Error(`a body has at most ${ITEMS_MAX} items; send it as JSON`);
    }
    const token = super.next();
    return token.type.name === Type.float.name && Number.isInteger(token.value)
      ? new Token(token.type, new ExactNumber(spelled(token.value)), token.encodedLength)
      : token;
  }
}

function spelled(whole: number): string {
  const text = String(whole);
  return text.includes('e') ? text : `${text}.0`;
}
