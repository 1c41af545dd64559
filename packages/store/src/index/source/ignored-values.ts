import { LongshoreError } from '@longshore/common/errors';
import type { ExactJson } from '../exact-json.ts';
import type { LeafNode } from '../index-mapping.ts';
import { nullValues } from '../null-values.ts';
import type { Scalar, Stored } from '../types/field-type.ts';

interface Split {
  readonly stored: readonly Stored[];
  readonly ignored: readonly ExactJson[];
}

/** The values of a field as its column takes them, and those that it ignores. */
export function splitValues(leaf: LeafNode, values: readonly ExactJson[]): Split {
  const { field, read, convert } = leaf;
  const stored: Stored[] = [];
  const ignored: ExactJson[] = [];
  const take = (value: ExactJson) => {
    const found = tryRead(() => {
      if (read !== undefined) {
        return read(value, field);
      }
      const converted = convert(value as Scalar, field);
      return converted === undefined ? undefined : [converted];
    });
    if (found === undefined) {
      ignored.push(value);
    } else {
      stored.push(...found);
    }
  };
  const each = (value: ExactJson): void => {
    if (read === undefined && Array.isArray(value)) {
      value.forEach(each);
    } else if (value !== null) {
      take(value);
    } else {
      stored.push(...nullValues(leaf));
    }
  };
  values.forEach(each);
  return { stored, ignored };
}

function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof LongshoreError) {
      return undefined;
    }
    throw error;
  }
}
