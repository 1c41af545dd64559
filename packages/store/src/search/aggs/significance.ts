import { errors } from '@longshore/common/errors';
import type { Json } from '@longshore/common/json';
import { readPipelineScript } from '../pipeline-aggs/pipeline-script.ts';
import { type ObjectReader, readObject } from '../read-object.ts';

/** How often something is in the documents that were found, and in those that they are compared with. */
interface Frequencies {
  readonly subsetFreq: number;
  readonly subsetSize: number;
  readonly supersetFreq: number;
  readonly supersetSize: number;
}

/** How much more of the found documents have something than of the others; nothing above zero if not more. */
export type Significance = (frequencies: Frequencies) => number;

/** Reads the one heuristic that a request names; without, it is `jlh`. */
export function readSignificance(reader: ObjectReader): Significance {
  const named = Object.entries(HEURISTICS).flatMap(([name, read]) => {
    const given = reader.json(name);
    return given === undefined ? [] : [{ name, read, given }];
  });
  const [first, second] = named;
  if (second !== undefined) {
    throw errors.illegalArgument(
      `[${reader.name}] can have one heuristic, not both of [${first?.name}] and [${second.name}]`,
    );
  }
  return first === undefined ? jlh : first.read(readObject(first.name, first.given));
}

const HEURISTICS: Readonly<Record<string, (reader: ObjectReader) => Significance>> = {
  jlh: (reader) => plain(reader, jlh),
  percentage: (reader) => plain(reader, percentage),
  gnd: (reader) => {
    const isSuperset = reader.optionalBoolean('background_is_superset') ?? true;
    return plain(reader, (of) => googleDistance(of, isSuperset));
  },
  chi_square: (reader) => ofTable(reader, chiSquare),
  mutual_information: (reader) => ofTable(reader, mutualInformation),
  script_heuristic: (reader) => scripted(reader, reader.json('script')),
};

function plain(reader: ObjectReader, significance: Significance): Significance {
  reader.rejectUnknown();
  return significance;
}

/** The absolute change times the relative one. */
function jlh({ subsetFreq, subsetSize, supersetFreq, supersetSize }: Frequencies): number {
  if (subsetSize === 0 || supersetSize === 0 || supersetFreq === 0) {
    return 0;
  }
  const [found, all] = [subsetFreq / subsetSize, supersetFreq / supersetSize];
  return found <= all ? 0 : (found - all) * (found / all);
}

const percentage = ({ subsetFreq, supersetFreq }: Frequencies): number =>
  supersetFreq === 0 ? 0 : subsetFreq / supersetFreq;

function googleDistance(of: Frequencies, isSuperset: boolean): number {
  const { subsetFreq: both, subsetSize: found } = of;
  const having = isSuperset ? of.supersetFreq : of.supersetFreq + both;
  const all = isSuperset ? of.supersetSize : of.supersetSize + found;
  if (both === 0) {
    return 0;
  }
  if (having === both && found === both) {
    return 1;
  }
  const [x, y] = [Math.log(having), Math.log(found)];
  return Math.exp(-((Math.max(x, y) - Math.log(both)) / (Math.log(all) - Math.min(x, y))));
}

/** Documents by whether they have something (first) and whether they were found (second). */
interface Table {
  readonly n11: number;
  readonly n10: number;
  readonly n01: number;
  readonly n00: number;
}

function tableOf(of: Frequencies, isSuperset: boolean): Table {
  const { subsetFreq: n11, subsetSize, supersetFreq, supersetSize } = of;
  const n01 = subsetSize - n11;
  return isSuperset
    ? {
        n11,
        n01,
        n10: supersetFreq - n11,
        n00: supersetSize - supersetFreq - n01,
      }
    : { n11, n01, n10: supersetFreq, n00: supersetSize - supersetFreq };
}

function ofTable(reader: ObjectReader, score: (table: Table) => number): Significance {
  const includesNegatives = reader.optionalBoolean('include_negatives') ?? false;
  const isSuperset = reader.optionalBoolean('background_is_superset') ?? true;
  reader.rejectUnknown();
  return (of) => {
    const table = tableOf(of, isSuperset);
    const { n11, n10, n01, n00 } = table;
    const isRarer = n11 / (n11 + n01) < n10 / (n10 + n00);
    return isRarer && !includesNegatives ? 0 : score(table);
  };
}

function chiSquare({ n11, n10, n01, n00 }: Table): number {
  const product = (n11 + n01) * (n11 + n10) * (n10 + n00) * (n01 + n00);
  const score = ((n11 + n10 + n01 + n00) * (n11 * n00 - n01 * n10) ** 2) / product;
  return Number.isNaN(score) ? 0 : score;
}

function mutualInformation({ n11, n10, n01, n00 }: Table): number {
  const all = n11 + n10 + n01 + n00;
  const term = (n: number, row: number, column: number): number => {
    const value = (n / all) * Math.log2((all * n) / (row * column));
    return n === 0 || Number.isNaN(value) ? 0 : value;
  };
  return (
    term(n00, n01 + n00, n10 + n00) +
    term(n01, n01 + n00, n11 + n01) +
    term(n10, n11 + n10, n10 + n00) +
    term(n11, n11 + n10, n11 + n01)
  );
}

function scripted(reader: ObjectReader, given: Json | undefined): Significance {
  reader.rejectUnknown();
  const script = readPipelineScript(given, 'bucket_aggregation');
  return ({ subsetFreq, subsetSize, supersetFreq, supersetSize }) =>
    Number(
      script.run(
        new Map([
          ['_subset_freq', subsetFreq],
          ['_subset_size', subsetSize],
          ['_superset_freq', supersetFreq],
          ['_superset_size', supersetSize],
        ]),
      ),
    );
}
