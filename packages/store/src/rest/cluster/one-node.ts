import { nameMatcher } from '../../index/expression.ts';
import type { NodeIdentity, RestRequest } from '../route.ts';

export const ROLES = ['data', 'ingest', 'master'] as const;

const OURS: ReadonlySet<string> = new Set([
  ...['_all', '*', '_local', '_master', '_cluster_manager', 'local'],
  ...['data:true', 'ingest:true', 'master:true', 'cluster_manager:true'],
]);

/** Whether an expression such as `_local,other` names this node; nothing at all names every node. */
export function namesThisNode({ id, name }: NodeIdentity, expression: string | undefined): boolean {
  if (expression === undefined || expression === '') {
    return true;
  }
  return expression.split(',').some((one) => {
    const matches = nameMatcher(one);
    return OURS.has(one) || matches(id) || matches(name);
  });
}

/** Who this node is, as every API of nodes says it. */
export function nodeHead(node: NodeIdentity) {
  const address = node.publishAddress();
  const host = hostOf(node);
  return { name: node.name, transport_address: address, host, ip: host, roles: [...ROLES] };
}

/** The address that it listens on, without the port. */
export function hostOf(node: NodeIdentity): string {
  return node.publishAddress().replace(/:\d+$/, '');
}

/** An answer about nodes: this one with its sections, or none. */
export function nodesAnswer(node: NodeIdentity, section: object | undefined) {
  const total = section === undefined ? 0 : 1;
  return {
    _nodes: { total, successful: total, failed: 0 },
    cluster_name: node.clusterName,
    nodes: section === undefined ? {} : { [node.id]: section },
  };
}

/** The path of a request, without its query. */
export function pathOf({ url }: RestRequest): string {
  return url.split('?')[0] ?? '';
}
