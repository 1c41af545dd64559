import { type Static, Type } from 'typebox';
import { endpoint } from '../endpoint.ts';
import { Time, Unknown } from './schemas.ts';

const Severity = Type.Union([
  Type.Literal('info'),
  Type.Literal('warning'),
  Type.Literal('critical'),
]);

const Kind = Type.Union([
  Type.Literal('restarted'),
  Type.Literal('oom_killed'),
  Type.Literal('unhealthy'),
  Type.Literal('exited_nonzero'),
]);

export type Alert = Static<typeof Alert>;
export const Alert = Type.Object({
  id: Type.String(),
  at: Type.String(),
  rule: Type.String(),
  severity: Severity,
  kind: Kind,
  host: Unknown(Type.String()),
  containerId: Type.String(),
  containerName: Type.String(),
  image: Unknown(Type.String()),
  exitCode: Unknown(Type.Integer()),
  message: Type.String({ description: 'English, for notifications; the UI words it from `kind`.' }),
});

/** Newest first. `total` is exact. */
export const listAlerts = endpoint({
  method: 'GET',
  path: '/api/alerts',
  query: Type.Object({
    from: Time,
    to: Time,
    containerId: Type.Optional(Type.String({ maxLength: 128 })),
    size: Type.Integer({ minimum: 1, maximum: 500, default: 100 }),
  }),
  reply: Type.Object({ total: Type.Integer(), alerts: Type.Array(Alert) }),
});

/**
 * Alerts of one container that belong together: a death and the restart after it, and all further ones as long as
 * they follow within `ALERT_GROUP_GAP_MS`; failed health checks are groups of their own. The severity is the worst of
 * its alerts; the kind, exit code and names are those of its newest death.
 */
export type AlertGroup = Static<typeof AlertGroup>;
export const AlertGroup = Type.Object({
  id: Type.String(),
  severity: Severity,
  kind: Kind,
  times: Type.Integer({
    description: 'How often it happened; a death and its restart are one time.',
  }),
  alerts: Type.Integer({ description: 'How many documents of the history these are.' }),
  restarted: Type.Boolean(),
  firstAt: Type.String(),
  lastAt: Type.String(),
  host: Unknown(Type.String()),
  containerId: Type.String(),
  containerName: Type.String(),
  image: Unknown(Type.String()),
  exitCode: Unknown(Type.Integer()),
});

/** Restarts that follow each other within this time are one loop: Docker itself waits a minute at most. */
export const ALERT_GROUP_GAP_MS = 15 * 60_000;

/** The alerts of a range in groups, the one with the newest alert first. */
export const listAlertGroups = endpoint({
  method: 'GET',
  path: '/api/alerts/groups',
  query: Type.Object({ from: Time, to: Time }),
  reply: Type.Object({
    total: Type.Integer({ description: 'Alerts in the range, exact.' }),
    alertsLeftOut: Type.Integer({
      description: 'Alerts of containers beyond the hundred with the newest alerts.',
    }),
    groups: Type.Array(AlertGroup),
  }),
});
