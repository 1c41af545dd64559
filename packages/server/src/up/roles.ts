import type { Settings } from '@longshore/common/settings/catalogue';

/** The processes of an installation. */
export type RoleName = 'store' | 'server' | 'agent';

/** One process to run: its command, and the flags that bound its memory. */
export interface Role {
  readonly name: RoleName;
  readonly nodeFlags: readonly string[];
  /** Whose address it needs; the settings that carry it are added to its command. */
  readonly storeSetting: 'elasticsearch.hosts' | 'output.elasticsearch.hosts' | undefined;
  /** The setting of its port, kept when it is started again. */
  readonly portSetting: 'http.port' | 'server.port' | undefined;
  /** What it is, for people. */
  readonly purpose: string;
}

// A small young generation keeps the resident memory low: garbage is collected before it spreads. That of the store
// holds what a few bulk requests leave behind, since copying it around was a fifth of its time under load; it grows to
// that only when there is load. What waits for a refresh outlives it: a heap that begins small is marked several times
// a second for that, which was another fifth.
const ROLES: readonly Role[] = [
  {
    name: 'store',
    nodeFlags: [
      '--max-old-space-size=512',
      '--max-semi-space-size=32',
      '--initial-old-space-size=128',
    ],
    storeSetting: undefined,
    portSetting: 'http.port',
    purpose: 'REST API, as Elasticsearch has it',
  },
  {
    name: 'server',
    nodeFlags: ['--max-old-space-size=128', '--max-semi-space-size=2'],
    storeSetting: 'elasticsearch.hosts',
    portSetting: 'server.port',
    purpose: 'web pages',
  },
  {
    name: 'agent',
    nodeFlags: ['--max-old-space-size=96', '--max-semi-space-size=4'],
    storeSetting: 'output.elasticsearch.hosts',
    portSetting: undefined,
    purpose: 'reads this host and its containers',
  },
];

/** The processes that these settings ask for, in the order of their start. */
export function rolesOf(settings: Settings): readonly Role[] {
  return ROLES.filter(({ name }) => name !== 'agent' || settings['agent.enabled']);
}

/** The flags that a process runs with, whatever the settings are. */
export function nodeFlagsOf(name: RoleName): readonly string[] {
  return ROLES.find((role) => role.name === name)?.nodeFlags ?? [];
}

/** The settings that a role gets beyond the person's own: the store's address, and a port that it already had. */
export function addedSettings(
  role: Role,
  settings: Settings,
  known: { readonly storeAddress: string | undefined; readonly ownAddress: string | undefined },
): readonly string[] {
  const { storeSetting, portSetting } = role;
  const added: string[] = [];
  if (
    storeSetting !== undefined &&
    settings[storeSetting] === undefined &&
    known.storeAddress !== undefined
  ) {
    added.push(`${storeSetting}=${known.storeAddress}`);
  }
  const port = known.ownAddress === undefined ? '' : new URL(known.ownAddress).port;
  if (portSetting !== undefined && settings[portSetting] === 0 && port !== '') {
    added.push(`${portSetting}=${port}`);
  }
  return added.flatMap((setting) => ['-E', setting]);
}
