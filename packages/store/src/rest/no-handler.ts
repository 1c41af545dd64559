import { textErrorAnswer } from './error-answer.ts';
import type { Method, RestAnswer, RestRoute } from './route.ts';

/** What a request gets that no route takes: 405 when the path is known with another method, else 400. */
export function noHandlerAnswer(
  routes: readonly RestRoute[],
  request: { readonly method: string; readonly url: string },
): RestAnswer {
  const path = request.url.split('?')[0] ?? '/';
  const methods = allowedMethods(routes, path);
  if (methods.length === 0) {
    return textErrorAnswer(
      400,
      `no handler found for uri [${request.url}] and method [${request.method}]`,
    );
  }
  const answer = textErrorAnswer(
    405,
    `Incorrect HTTP method for uri [${request.url}] and method [${request.method}], allowed: [${methods.join(', ')}]`,
  );
  return { ...answer, headers: { allow: methods.join(',') } };
}

function allowedMethods(routes: readonly RestRoute[], path: string): readonly Method[] {
  const fitting = routes.filter((route) => route.paths.some((pattern) => fits(pattern, path)));
  return [...new Set(fitting.flatMap((route) => route.methods))].sort();
}

function fits(pattern: string, path: string): boolean {
  const expected = pattern.split('/');
  const parts = path.replace(/(?<=.)\/$/, '').split('/');
  return (
    expected.length === parts.length &&
    expected.every((part, i) =>
      part.startsWith(':') ? isPart(part, parts[i] ?? '') : part === parts[i],
    )
  );
}

function isPart(name: string, part: string): boolean {
  return part !== '' && !(name === ':index' && isReserved(part));
}

/** No index begins with an underscore: such a path is an API that we do not have. */
export function isReserved(index: string): boolean {
  return index.startsWith('_') && index !== '_all';
}
