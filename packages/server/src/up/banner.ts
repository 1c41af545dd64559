import { resolve } from 'node:path';
import type { Settings } from '@longshore/common/settings/catalogue';
import type { Role, RoleName } from './roles.ts';

const LABEL_CHARS = 8;

/** What runs where, for the person who typed `npm start`; the last line is the address to open. */
export function formatBanner(
  settings: Settings,
  roles: readonly Role[],
  addressOf: (name: RoleName) => string | undefined,
): string {
  const rows = roles.map(({ name, purpose }) => {
    const address = addressOf(name);
    return [name, address === undefined ? purpose : `${forPeople(address)}  ${purpose}`];
  });
  rows.push(['data', resolve(settings['path.data'])], ['logs', resolve(settings['path.logs'])]);
  const lines = rows.map(([label = '', text]) => `  ${label.padEnd(LABEL_CHARS)}${text}`);
  const page = addressOf('server');
  return [...lines, '', `Longshore is ready: ${forPeople(page ?? '')}`, 'Ctrl-C stops it.'].join(
    '\n',
  );
}

const forPeople = (address: string): string => address.replace('//127.0.0.1', '//localhost');
