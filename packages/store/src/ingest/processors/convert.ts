import { isIP } from 'node:net';
import { errors } from '@longshore/common/errors';
import { integerOf } from '../byte-size.ts';
import { doubleOf, floatOf } from '../float.ts';
import type { IngestValue } from '../ingest-value.ts';
import { javaText } from '../java-text.ts';
import { field, flag, oneOf, optional, required, withDefault } from '../options.ts';
import { defineProcessor } from '../processor-type.ts';
import { readValue } from '../read-field.ts';

const TYPES = ['integer', 'long', 'float', 'double', 'boolean', 'ip', 'string', 'auto'] as const;

const unsupported = (type: string) => `type [${type}] not supported, cannot convert field.`;

/** https://www.elastic.co/docs/reference/enrich-processor/convert-processor */
export const convert = defineProcessor({
  name: 'convert',
  summary: 'Changes the type of a value, or of the items of a list.',
  options: {
    field: required(field, 'Value to change.'),
    type: required(
      oneOf(TYPES, unsupported),
      'Type that it gets; `auto` reads numbers and booleans.',
    ),
    target_field: optional(field, 'Where the value goes; the field itself if not given.'),
    ignore_missing: withDefault(flag, false, 'Do nothing when the field is missing or null.'),
  },
  create: (options) => {
    const { field: source, target_field: target } = options;
    const change = CONVERSIONS[options.type];
    return (document) => {
      const path = source(document);
      const value = readValue(document, path, options.ignore_missing);
      if (value !== undefined) {
        const changed = Array.isArray(value) ? value.map(change) : change(value);
        document.set(target?.(document) ?? path, changed);
      }
    };
  },
});

const INT_MAX = 2n ** 31n - 1n;
const LONG_MAX = 2n ** 63n - 1n;

const CONVERSIONS: Readonly<Record<(typeof TYPES)[number], (value: IngestValue) => IngestValue>> = {
  integer: (value) => toInteger(value, 'integer', INT_MAX),
  long: (value) => toInteger(value, 'long', LONG_MAX),
  float: (value) => floatOf(toDecimal(value, 'float')),
  double: (value) => doubleOf(toDecimal(value, 'double')),
  boolean: toBoolean,
  ip: toIp,
  string: javaText,
  auto: toAuto,
};

function toInteger(value: IngestValue, type: string, most: bigint): IngestValue {
  const text = javaText(value).trim();
  const decimal = /^[+-]?\d{1,20}$/.exec(text);
  const hex = /^([+-]?)0x([0-9a-f]{1,16})$/i.exec(text);
  if (!decimal && !hex) {
    throw unable(value, type);
  }
  const size = hex ? BigInt(`0x${hex[2]}`) : BigInt(text.replace(/^\+/, ''));
  const number = hex?.[1] === '-' ? -size : size;
  if (number > most || number < -most - 1n) {
    throw unable(value, type);
  }
  return integerOf(number);
}

function toDecimal(value: IngestValue, type: string): number {
  const text = javaText(value).trim();
  if (!/^[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,4})?[fFdD]?$/.test(text)) {
    throw unable(value, type);
  }
  const number = Number(text.replace(/[fFdD]$/, ''));
  if (!Number.isFinite(number)) {
    throw unable(value, type);
  }
  return number;
}

function toBoolean(value: IngestValue): IngestValue {
  const text = javaText(value).toLowerCase();
  if (text !== 'true' && text !== 'false') {
    throw errors.illegalArgument(
      `[${javaText(value)}] is not a boolean value, cannot convert to boolean`,
    );
  }
  return text === 'true';
}

function toIp(value: IngestValue): IngestValue {
  if (typeof value !== 'string' || isIP(value) === 0) {
    throw errors.illegalArgument(`'${javaText(value)}' is not an IP string literal.`);
  }
  return value;
}

function toAuto(value: IngestValue): IngestValue {
  if (typeof value !== 'string') {
    return value;
  }
  for (const type of ['boolean', 'long', 'double'] as const) {
    try {
      return CONVERSIONS[type](value);
    } catch {
      // Not of this type: the next one is tried.
    }
  }
  return value;
}

const unable = (value: IngestValue, type: string) =>
  errors.illegalArgument(`unable to convert [${javaText(value)}] to ${type}`);
