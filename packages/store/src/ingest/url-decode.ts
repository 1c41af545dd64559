import { errors } from '@longshore/common/errors';

/** Decodes a text as forms encode it: `+` is a blank, bytes that are not UTF-8 become `U+FFFD`. */
export function urlDecode(text: string): string {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) {
    throw errors.illegalArgument(
      `Could not URL-decode value [${text}]: illegal hex characters in escape (%) pattern`,
    );
  }
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
      Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
    );
}
