import { errors, LongshoreError } from '@longshore/common/errors';
import { nameMatcher } from './expression.ts';

/**
 * Throws when a write must not make an index of this name: by its template's `allow_auto_create`, else by
 * `action.auto_create_index`, which is true, false, or patterns with `+` and `-` of which the first that fits decides.
 */
export function checkAutoCreate(
  setting: string,
  name: string,
  template: { readonly allowsAutoCreate?: boolean | undefined } | undefined,
): void {
  if (template?.allowsAutoCreate === true) {
    return;
  }
  if (template?.allowsAutoCreate === false) {
    throw refused(name, 'composable template [allow_auto_create] is [false]');
  }
  if (setting === 'true' || setting === '') {
    return;
  }
  if (setting === 'false') {
    throw refused(name, '[action.auto_create_index] is [false]');
  }
  const deciding = setting
    .split(',')
    .map((pattern) => pattern.trim())
    .find((pattern) => nameMatcher(pattern.replace(/^[+-]/, ''))(name));
  if (deciding === undefined) {
    throw refused(name, `[action.auto_create_index] ([${setting}]) doesn't match`);
  }
  if (deciding.startsWith('-')) {
    throw refused(
      name,
      `[action.auto_create_index] contains [${deciding}] which forbids automatic creation of the index`,
    );
  }
}

function refused(name: string, why: string): LongshoreError {
  const { type, status, message, details } = errors.indexNotFound(name);
  return new LongshoreError(type, status, `${message} and ${why}`, { details });
}
