import { fetchErrorType } from './fetch-error.ts';

const MESSAGE_CHARS_MAX = 1024;

/** What an event says about a fetch that failed. */
export function errorFields(error: unknown): { 'error.message': string; 'error.type': string } {
  const message = error instanceof Error ? error.message : String(error);
  return {
    'error.message': message.slice(0, MESSAGE_CHARS_MAX),
    'error.type': fetchErrorType(error),
  };
}
