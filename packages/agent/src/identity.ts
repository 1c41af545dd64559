import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getPath } from '@longshore/common/json';
import { writeDurably } from './registry/registry.ts';

const FOLDER_MODE = 0o700;
const UUID = /^[0-9a-f-]{36}$/;

/** The agent's id, kept in `meta.json` in its folder; made at the first start. */
export async function readAgentId(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const path = join(folder, 'meta.json');
  const known = await readKnownId(path);
  if (known !== undefined) {
    return known;
  }
  const id = randomUUID();
  await writeDurably(path, `${JSON.stringify({ uuid: id })}\n`);
  return id;
}

async function readKnownId(path: string): Promise<string | undefined> {
  try {
    const id = getPath(JSON.parse(await readFile(path, 'utf8')), 'uuid');
    return typeof id === 'string' && UUID.test(id) ? id : undefined;
  } catch {
    // Not there yet, or not readable as JSON: a new id is made.
    return undefined;
  }
}
