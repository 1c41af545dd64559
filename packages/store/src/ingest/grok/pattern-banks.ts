import { APPLICATION_PATTERNS } from './application-patterns.ts';
import { BACULA_PATTERNS } from './bacula-patterns.ts';
import { CISCO_PATTERNS } from './cisco-patterns.ts';
import { RENAMED_PATTERNS } from './ecs-fields.ts';
import { ECS_PATTERNS } from './ecs-patterns.ts';
import { FIREWALL_PATTERNS } from './firewall-patterns.ts';
import type { PatternBank } from './grok.ts';
import { LEGACY_PATTERNS } from './legacy-patterns.ts';
import { NAGIOS_PATTERNS } from './nagios-patterns.ts';
import { SHARED_PATTERNS } from './shared-patterns.ts';
import { ZEEK_ECS_PATTERNS, ZEEK_PATTERNS } from './zeek-patterns.ts';

const LEGACY: PatternBank = new Map(
  Object.entries({
    ...SHARED_PATTERNS,
    ...CISCO_PATTERNS,
    ...FIREWALL_PATTERNS,
    ...NAGIOS_PATTERNS,
    ...BACULA_PATTERNS,
    ...ZEEK_PATTERNS,
    ...APPLICATION_PATTERNS,
    ...LEGACY_PATTERNS,
  }),
);
const ECS: PatternBank = new Map(
  Object.entries({
    ...SHARED_PATTERNS,
    ...RENAMED_PATTERNS,
    ...ZEEK_ECS_PATTERNS,
    ...ECS_PATTERNS,
  }),
);

/** What `ecs_compatibility` may say. */
export const ECS_MODES = ['disabled', 'v1'] as const;

/** The patterns that are shipped: those with fields of ECS, or those with the names of old. */
export const patternBank = (mode: (typeof ECS_MODES)[number]): PatternBank =>
  mode === 'v1' ? ECS : LEGACY;

/** A bank with patterns of a user, which win. */
export const withOwnPatterns = (
  bank: PatternBank,
  own: ReadonlyMap<string, string> | undefined,
): PatternBank => (own === undefined ? bank : new Map([...bank, ...own]));
