import { Type } from 'typebox';

/** An ISO 8601 time in UTC, or date math such as `now-15m`. */
export const Time = Type.String({ maxLength: 64 });

/** A value that may not be known yet. */
export const Unknown = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** A series for a small chart: one value per bucket, oldest first, null where nothing was measured. */
export const Sparkline = Type.Array(Unknown(Type.Number()));
