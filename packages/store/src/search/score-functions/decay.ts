import { errors } from '@longshore/common/errors';
import { isObject, type Json, jsonText } from '@longshore/common/json';
import { parseTimeValue } from '@longshore/common/time-value';
import { float, type Sql, sql } from '../../sql/sql.ts';
import { rangeMs } from '../compare.ts';
import { isDate, type SearchField } from '../field-context.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { numbersOf, numericField } from './field-value.ts';
import type { ScoreFunction, ScoreFunctionContext } from './score-function.ts';

interface Decay {
  readonly field: string;
  readonly origin: Json | undefined;
  readonly scale: Json;
  readonly offset: Json;
  /** What is left at a distance of `scale`. */
  readonly decay: number;
  /** Of a document with several values. */
  readonly mode: keyof typeof MODES;
}

const DECAY = 0.5;
const MODES = {
  min: (distances: Sql) => sql`arrayMin(${distances})`,
  max: (distances: Sql) => sql`arrayMax(${distances})`,
  avg: (distances: Sql) => sql`arrayAvg(${distances})`,
  sum: (distances: Sql) => sql`arraySum(${distances})`,
};

const isMode = (name: string): name is keyof typeof MODES => Object.hasOwn(MODES, name);

/** `e^(-distance² …)`: hardly less nearby, then quickly, then slowly. */
export const gauss = decayFunction('gauss', (distance, { scale, decay }) => {
  return sql`exp(pow(${distance}, 2) * ${float(Math.log(decay) / scale ** 2)})`;
});

/** `e^(-distance …)`: quickly less nearby. */
export const exp = decayFunction('exp', (distance, { scale, decay }) => {
  return sql`exp(${distance} * ${float(Math.log(decay) / scale)})`;
});

/** Less in a straight line, down to 0. */
export const linear = decayFunction('linear', (distance, { scale, decay }) => {
  const reach = scale / (1 - decay);
  return sql`greatest(0., (${float(reach)} - ${distance}) / ${float(reach)})`;
});

interface Curve {
  readonly scale: number;
  readonly decay: number;
}

function decayFunction(
  name: string,
  curve: (distance: Sql, of: Curve) => Sql,
): ScoreFunction<Decay> {
  return {
    name,
    parse: (reader) => parseDecay(name, reader),
    value(spec, of) {
      const field = decayField(name, spec, of);
      if (field === undefined) {
        return sql`1.`;
      }
      const { origin, scale, offset } = measuresOf(name, field, { spec, of });
      const each = sql`arrayMap(v -> greatest(0., abs(v - ${float(origin)}) - ${float(offset)}), ${numbersOf(field)})`;
      const value = curve(sql`d`, { scale, decay: spec.decay });
      return sql`arrayMap(l -> if(empty(l), 1., arrayMap(d -> ${value}, [${MODES[spec.mode](sql`l`)}])[1]), [${each}])[1]`;
    },
  };
}

function parseDecay(name: string, reader: ObjectReader): Decay {
  const mode = (reader.optionalString('multi_value_mode') ?? 'min').toLowerCase();
  if (!isMode(mode)) {
    throw errors.illegalArgument(
      `Unknown [multi_value_mode] [${mode}] of [${name}]; use one of [${Object.keys(MODES).join(', ')}]`,
    );
  }
  const [field, second] = reader.unread();
  const given = field === undefined ? undefined : reader.json(field);
  if (field === undefined || second !== undefined || !isObject(given)) {
    throw errors.parsing(
      `malformed score function score parameters: [${name}] needs one field with its parameters`,
    );
  }
  const parameters = readObject(name, given);
  const [origin, scale] = [parameters.json('origin'), parameters.json('scale')];
  const offset = parameters.json('offset') ?? 0;
  const decay = parameters.optionalNumber('decay') ?? DECAY;
  parameters.rejectUnknown();
  if (scale === undefined || scale === null) {
    throw errors.parsing(`[${name}] both [scale] and [origin] must be set for numeric fields.`);
  }
  if (!(decay > 0 && decay < 1)) {
    throw errors.illegalArgument('DecayFunction decay must be in the range (0..1).');
  }
  return { field, origin, scale, offset, decay, mode };
}

function decayField(
  name: string,
  { field: path }: Decay,
  { context }: ScoreFunctionContext,
): SearchField | undefined {
  if (!context.isMapped(path)) {
    throw errors.parsing(`[${name}] unknown field [${path}]`);
  }
  return numericField(path, context);
}

/** Origin, scale and offset in the numbers of the field. */
function measuresOf(
  name: string,
  field: SearchField,
  { spec, of: { context } }: { readonly spec: Decay; readonly of: ScoreFunctionContext },
) {
  const isOfTime = isDate(field);
  const read = (value: Json) =>
    isOfTime && value !== 0 ? parseTimeValue(jsonText(value), name) : Number(jsonText(value));
  const { nowMs } = context;
  const given = spec.origin ?? (isOfTime ? 'now' : undefined);
  if (given === undefined) {
    throw errors.parsing(`[${name}] both [scale] and [origin] must be set for numeric fields.`);
  }
  const text = jsonText(given);
  const origin = isOfTime ? rangeMs({}, 'gte', text, { field, nowMs }) : Number(text);
  const [scale, offset] = [read(spec.scale), read(spec.offset)];
  if (![origin, scale, offset].every(Number.isFinite)) {
    throw errors.parsing(
      `[${name}] needs numbers for [origin], [scale] and [offset] of field [${field.path}]`,
    );
  }
  if (scale <= 0 || offset < 0) {
    throw errors.illegalArgument(
      `[${name}] [scale] must be > 0.0 and [offset] must be >= 0.0, but were [${jsonText(spec.scale)}] and [${jsonText(spec.offset)}]`,
    );
  }
  return { origin, scale, offset };
}
