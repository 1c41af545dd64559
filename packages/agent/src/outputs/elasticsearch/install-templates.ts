import { LongshoreError } from '@longshore/common/errors';
import { getPath } from '@longshore/common/json';
import type { IndexTemplate } from '../../templates/index-template.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';

const JSON_HEADERS = { 'content-type': 'application/json' };

/** Puts each template that the store does not have in this form; resolves with how many that were. */
export async function installTemplates(
  client: HttpClient,
  templates: readonly IndexTemplate[],
  signal: AbortSignal,
): Promise<number> {
  let installed = 0;
  for (const template of templates) {
    const path = `/_index_template/${encodeURIComponent(template.name)}`;
    const known = await client.call({ method: 'GET', path }, signal);
    if (known.status === 200 && storedHash(known) === template.hash) {
      continue;
    }
    if (known.status !== 200 && known.status !== 404) {
      throw refused(`GET ${path}`, known);
    }
    const body = Buffer.from(JSON.stringify(template.body));
    const put = await client.call({ method: 'PUT', path, headers: JSON_HEADERS, body }, signal);
    if (put.status !== 200) {
      throw refused(`PUT ${path}`, put);
    }
    installed++;
  }
  return installed;
}

function storedHash({ body }: HttpAnswer): unknown {
  const found = getPath(parse(body), 'index_templates');
  return Array.isArray(found) ? getPath(found[0], 'index_template._meta.hash') : undefined;
}

/** The store's refusal of a request, with its own words. */
export function refused(what: string, { status, body }: HttpAnswer): LongshoreError {
  const reason = getPath(parse(body), 'error.reason') ?? body.slice(0, 500);
  return new LongshoreError(
    'status_exception',
    status,
    `the store answered ${status} to [${what}]: ${reason}`,
  );
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Not JSON: the text itself is shown.
    return undefined;
  }
}
