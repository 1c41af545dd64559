import { errors } from '@longshore/common/errors';
import * as moving from '../../script/moving-functions.ts';
import type { PipelineAggType } from '../aggs/agg-type.ts';
import { type ObjectReader, readObject } from '../read-object.ts';
import { type PipelineSpec, readPipeline } from './read-pipeline.ts';
import { histogramPlan, readPositive, seriesValues } from './series-values.ts';

interface Model {
  compute(window: readonly number[]): number;
  /** With fewer values in the window there is no answer. */
  readonly valuesMin: number;
}

interface MovingAvg extends PipelineSpec {
  readonly window: number;
  readonly model: Model;
}

const WINDOW = 5;

/** The old way to say `moving_fn`: an average of a kind over the values before each bucket. */
export const movingAvg: PipelineAggType<MovingAvg> = {
  name: 'moving_avg',
  kind: 'pipeline',
  parse(reader) {
    for (const key of ['predict', 'minimize']) {
      const given = reader.json(key);
      if (given !== undefined && given !== false && given !== 0) {
        throw errors.illegalArgument(`[moving_avg] with [${key}] is not supported`);
      }
    }
    const refuse = () => errors.parsing('[window] must be a positive, non-zero integer', 'window');
    const window = readPositive(reader, 'window', refuse) ?? WINDOW;
    const spec = { ...readPipeline(reader), window, model: readModel(reader) };
    if (window < spec.model.valuesMin) {
      throw errors.illegalArgument(
        `Field [window] must be at least twice as large as the period when using Holt-Winters.  Value provided was [${window}], which is less than (2*period) == ${spec.model.valuesMin}`,
      );
    }
    return spec;
  },
  plan: (spec) =>
    histogramPlan(spec, {}, (series) => {
      const given = seriesValues(series).filter(({ value }) => !Number.isNaN(value));
      for (const [i, { bucket }] of given.entries()) {
        const inside = given.slice(Math.max(0, i - spec.window), i).map(({ value }) => value);
        if (inside.length >= spec.model.valuesMin) {
          series.put(bucket, spec.write(spec.model.compute(inside)));
        }
      }
    }),
};

function readModel(reader: ObjectReader): Model {
  const name = reader.optionalString('model') ?? 'simple';
  const settings = readObject('settings', reader.json('settings') ?? {});
  const open = MODELS.get(name);
  if (open === undefined) {
    throw errors.parsing(
      `Unknown model [${name}] specified.  Valid options are: [${[...MODELS.keys()].join(', ')}]`,
      'model',
    );
  }
  const model = open(settings);
  settings.rejectUnknown();
  return model;
}

const PERIOD = 1;

const MODELS: ReadonlyMap<string, (settings: ObjectReader) => Model> = new Map([
  ['simple', () => ({ compute: moving.unweightedAvg, valuesMin: 1 })],
  ['linear', () => ({ compute: moving.linearWeightedAvg, valuesMin: 1 })],
  [
    'ewma',
    (settings: ObjectReader) => {
      const alpha = readShare(settings, 'alpha', 0.3);
      return { compute: (window: readonly number[]) => moving.ewma(window, alpha), valuesMin: 1 };
    },
  ],
  [
    'holt',
    (settings: ObjectReader) => {
      const [alpha, beta] = [readShare(settings, 'alpha', 0.3), readShare(settings, 'beta', 0.1)];
      return {
        compute: (window: readonly number[]) => moving.holt(window, alpha, beta),
        valuesMin: 1,
      };
    },
  ],
  ['holt_winters', openHoltWinters],
]);

function openHoltWinters(settings: ObjectReader): Model {
  const type = settings.optionalString('type') ?? 'add';
  if (type !== 'add' && type !== 'mult') {
    throw errors.parsing(`Unknown type [${type}] of [holt_winters]; use [add] or [mult]`, 'type');
  }
  const isMultiplicative = type === 'mult';
  const isPadded = settings.optionalBoolean('pad') ?? isMultiplicative;
  const refuse = () => errors.parsing('[period] must be a positive, non-zero integer', 'period');
  const seasons = {
    alpha: readShare(settings, 'alpha', 0.3),
    beta: readShare(settings, 'beta', 0.1),
    gamma: readShare(settings, 'gamma', 0.3),
    period: readPositive(settings, 'period', refuse) ?? PERIOD,
    isMultiplicative,
    padding: isPadded && isMultiplicative ? moving.SEASON_PADDING : 0,
  };
  return {
    compute: (window) => moving.holtWinters(window, seasons),
    valuesMin: seasons.period * 2,
  };
}

function readShare(settings: ObjectReader, key: string, otherwise: number): number {
  const value = settings.optionalNumber(key) ?? otherwise;
  if (value < 0 || value > 1) {
    throw errors.parsing(
      `Parameter [${key}] must be between 0-1 inclusive. Provided value was [${value}]`,
      key,
    );
  }
  return value;
}
