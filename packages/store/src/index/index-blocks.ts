import { LongshoreError } from '@longshore/common/errors';
import type { ClusterSettings } from './cluster-settings.ts';
import type { IndexSettings } from './index-settings.ts';

/** What a request is about to do: read documents, write them, show or change what an index is, or delete it. */
export type BlockLevel = 'read' | 'write' | 'metadata_read' | 'metadata_write' | 'delete';

interface Block {
  readonly id: number;
  readonly description: string;
  readonly levels: readonly BlockLevel[];
}

/** Blocks of an index by the name of their setting, `index.blocks.<name>`, as Elasticsearch numbers them. */
export const INDEX_BLOCKS: Readonly<Record<string, Block>> = {
  read_only: {
    id: 5,
    description: 'index read-only (api)',
    levels: ['write', 'metadata_write', 'delete'],
  },
  read: { id: 7, description: 'index read (api)', levels: ['read'] },
  write: { id: 8, description: 'index write (api)', levels: ['write'] },
  metadata: {
    id: 9,
    description: 'index metadata (api)',
    levels: ['metadata_read', 'metadata_write', 'delete'],
  },
  read_only_allow_delete: {
    id: 12,
    description:
      'disk usage exceeded flood-stage watermark, index has read-only-allow-delete block',
    levels: ['write', 'metadata_write'],
  },
};

const CLUSTER_BLOCKS: Readonly<Record<string, Block>> = {
  'cluster.blocks.read_only': {
    id: 6,
    description: 'cluster read-only (api)',
    levels: ['write', 'metadata_write', 'delete'],
  },
  'cluster.blocks.read_only_allow_delete': {
    id: 13,
    description: 'cluster read-only / allow delete (api)',
    levels: ['write', 'metadata_write'],
  },
};

/** Throws `cluster_block_exception` when a block of the index forbids it. */
export function checkIndexBlocks(
  { name, settings }: { readonly name: string; readonly settings: IndexSettings },
  level: BlockLevel,
): void {
  const blocks = Object.entries(INDEX_BLOCKS).filter(
    ([block, { levels }]) => settings[`index.blocks.${block}`] === 'true' && levels.includes(level),
  );
  if (blocks.length > 0) {
    const shown = blocks.map(([, block]) => describe(block)).join('');
    throw new LongshoreError(
      'cluster_block_exception',
      403,
      `index [${name}] blocked by: ${shown}`,
    );
  }
}

/** The same for blocks of the whole cluster. */
export function checkClusterBlocks(settings: ClusterSettings, level: BlockLevel): void {
  const blocks = Object.entries(CLUSTER_BLOCKS).filter(
    ([name, { levels }]) => levels.includes(level) && settings.isOn(name),
  );
  if (blocks.length > 0) {
    const shown = blocks.map(([, block]) => describe(block)).join('');
    throw new LongshoreError('cluster_block_exception', 403, `blocked by: ${shown}`);
  }
}

const describe = ({ id, description }: Block): string => `[FORBIDDEN/${id}/${description}];`;
