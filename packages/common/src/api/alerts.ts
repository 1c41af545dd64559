import { type Static, Type } from 'typebox';
import { endpoint } from '../endpoint.ts';
import { Time, Unknown } from './schemas.ts';

export type Alert = Static<typeof Alert>;
export const Alert = Type.Object({
  id: Type.String(),
  at: Type.String(),
  rule: Type.String(),
  severity: Type.Union([Type.Literal('info'), Type.Literal('warning'), Type.Literal('critical')]),
  kind: Type.Union([
    Type.Literal('restarted'),
    Type.Literal('oom_killed'),
    Type.Literal('unhealthy'),
    Type.Literal('exited_nonzero'),
  ]),
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
