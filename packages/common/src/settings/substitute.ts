import { errors } from '../errors.ts';

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\}/g;

/** Fills in `${NAME}`, `${NAME:default}` and `${NAME:?what to do}` from the environment. */
export function substitute(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const filled = text.replace(REFERENCE, (_, name: string, fallback: string | undefined) => {
    const value = env[name];
    if (value !== undefined) {
      return value;
    }
    if (fallback === undefined) {
      throw errors.settings(
        `the environment variable ${name} is not set; set it, or give a default: \${${name}:default}`,
      );
    }
    if (fallback.startsWith('?')) {
      throw errors.settings(`the environment variable ${name} is not set: ${fallback.slice(1)}`);
    }
    return fallback;
  });
  if (/\$\{/.test(text.replace(REFERENCE, ''))) {
    throw errors.settings(`[${text}] holds a \${ that is not \${NAME} or \${NAME:default}`);
  }
  return filled;
}
