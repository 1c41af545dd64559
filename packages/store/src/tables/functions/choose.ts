import { networkTest } from '../../ingest/ip-address.ts';
import { compareScalars, type Scalar } from '../value.ts';
import { commonType, type TableFunction } from './table-function.ts';

type Scalars = readonly Scalar[];

const firstKnown = (args: Scalars): Scalar => args.find((arg) => arg !== null) ?? null;

function extreme(args: Scalars, sign: 1 | -1): Scalar {
  const known = args.filter((arg) => arg !== null);
  return known.reduce<Scalar>(
    (best, arg) => (best === null || compareScalars(arg, best) * sign > 0 ? arg : best),
    null,
  );
}

/** Functions that give one of their arguments, or none. */
export const CHOOSING_FUNCTIONS: readonly TableFunction[] = [
  {
    names: ['coalesce', 'ifnull', 'nvl'],
    parameters: ['any'],
    isVariadic: true,
    result: commonType,
    takesNull: true,
    takesLists: true,
    call: firstKnown,
  },
  {
    names: ['isnull'],
    language: 'sql',
    parameters: ['any', 'any'],
    result: commonType,
    takesNull: true,
    call: firstKnown,
  },
  {
    names: ['nullif'],
    parameters: ['any', 'any'],
    result: ([type = 'null']) => type,
    takesNull: true,
    call: ([a = null, b]: Scalars) => (a === b ? null : a),
  },
  {
    names: ['iif'],
    language: 'sql',
    parameters: ['boolean', 'any', 'any'],
    required: 2,
    result: (types) => commonType(types.slice(1)),
    takesNull: true,
    call: ([test, yes = null, no = null]: Scalars) => (test === true ? yes : no),
  },
  {
    names: ['greatest'],
    parameters: ['any'],
    isVariadic: true,
    result: commonType,
    call: (args: Scalars) => extreme(args, 1),
  },
  {
    names: ['least'],
    parameters: ['any'],
    isVariadic: true,
    result: commonType,
    call: (args: Scalars) => extreme(args, -1),
  },
  {
    names: ['cidr_match'],
    parameters: ['any', 'text'],
    isVariadic: true,
    result: 'boolean',
    call: ([address, ...networks]: Scalars) =>
      networks.some((network) => networkTest(String(network))(String(address))),
  },
];
