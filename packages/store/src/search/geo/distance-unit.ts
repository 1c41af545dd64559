import { errors } from '@longshore/common/errors';
import { type Json, jsonText } from '@longshore/common/json';

/** The names of the units of distances, in metres. */
const UNITS_M: Readonly<Record<string, number>> = {
  in: 0.0254,
  inch: 0.0254,
  yd: 0.9144,
  yards: 0.9144,
  ft: 0.3048,
  feet: 0.3048,
  km: 1_000,
  kilometers: 1_000,
  NM: 1_852,
  nmi: 1_852,
  nauticalmiles: 1_852,
  mm: 0.001,
  millimeters: 0.001,
  cm: 0.01,
  centimeters: 0.01,
  mi: 1_609.344,
  miles: 1_609.344,
  m: 1,
  meters: 1,
};

const DISTANCE = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([A-Za-z]*)$/;

/** How many metres a unit has; metres without one. */
export function readUnit(given: string | undefined): number {
  const metres = Object.hasOwn(UNITS_M, given ?? 'm') ? UNITS_M[given ?? 'm'] : undefined;
  if (metres === undefined) {
    throw errors.illegalArgument(
      `No matching unit in [${Object.keys(UNITS_M).join(', ')}]: ${given}`,
    );
  }
  return metres;
}

/** A distance, `12`, `"12"` or `"12km"`, in metres; one without a unit is in that which is given. */
export function readDistance(given: Json, unitM: number): number {
  const [, number, unit = ''] = DISTANCE.exec(jsonText(given).trim()) ?? [];
  if (number === undefined) {
    throw errors.illegalArgument(`failed to parse distance [${jsonText(given)}]`);
  }
  return Number(number) * (unit === '' ? unitM : readUnit(unit));
}
