import { errors } from '@longshore/common/errors';
import {
  type DecodeOptions,
  decode,
  type EncodeOptions,
  encode,
  objectToTokens,
  Token,
  Tokenizer,
  Type,
} from 'cborg';
import { bigIntDecoder, bigIntEncoder, bigNegIntDecoder } from 'cborg/taglib';
import { type ExactJson, ExactNumber } from '../../index/exact-json.ts';
import { jsonTextOf } from './json-members.ts';

// https://www.rfc-editor.org/rfc/rfc8949
const BIG_TAG = 2;
const BIG_NEGATIVE_TAG = 3;
const SELF_DESCRIBED_TAG = 55_799;

/** Of maps, any key; of tags, those of large integers and the one that says "this is CBOR". */
const READING: DecodeOptions = {
  useMaps: true,
  coerceUndefinedToNull: true,
  tags: {
    [BIG_TAG]: bigIntDecoder,
    [BIG_NEGATIVE_TAG]: bigNegIntDecoder,
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
    throw errors.contentParse(`[1:1] ${error instanceof Error ? error.message : 'invalid CBOR'}`);
  }
  return jsonTextOf(value);
}

/** CBOR of JSON: whole numbers are integers only where they are spelled so. */
export function encodeCbor(value: ExactJson): Buffer {
  return Buffer.from(encode(value, WRITING));
}

function numberTokens(number: ExactNumber) {
  return number.isFraction
    ? [new Token(Type.float, Number(number.text))]
    : objectToTokens(BigInt(number.text), WRITING);
}

/** Keeps it known that a number like 1.0 came as a float, which makes its field a float. */
class ExactTokenizer extends Tokenizer {
  override next(): Token {
    const token = super.next();
    return token.type.name === Type.float.name && Number.isInteger(token.value)
      ? new Token(token.type, new ExactNumber(spelled(token.value)), token.encodedLength)
      : token;
  }
}

function spelled(whole: number): string {
  const text = String(whole);
  return /e/.test(text) ? text : `${text}.0`;
}
