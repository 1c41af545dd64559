import { ROUTING_COLUMN } from './column.ts';
import { IGNORED_COLUMN } from './field-columns.ts';
import type { MappingOptions } from './index-mapping.ts';
import type { MappedField, Mapping } from './mapping.ts';

const IGNORED: MappedField = {
  path: '_ignored',
  type: 'keyword',
  index: true,
  definition: {},
  column: IGNORED_COLUMN,
};

const ROUTING: MappedField = { ...IGNORED, path: '_routing', column: ROUTING_COLUMN };

const WITHOUT_ROUTING: Mapping['metadata'] = new Map([[IGNORED.path, IGNORED]]);
const WITH_ROUTING: Mapping['metadata'] = new Map([...WITHOUT_ROUTING, [ROUTING.path, ROUTING]]);

/** Fields that an index has without its mapping naming them; `_routing` once a document had one. */
export const metadataFields = ({ hasRouting }: MappingOptions): Mapping['metadata'] =>
  hasRouting ? WITH_ROUTING : WITHOUT_ROUTING;
