import { useMemo } from 'react';
import { catalogue } from '../../../core/catalogue';
import { type GraphId, portsOf } from '../../../core/graph';
import type { NodeValues } from '../../../protocol/worker';
import { useNode } from '../../editor/use-node';
import type { Probe } from '../../lenses/probe/follower';
import { useProbe } from '../../lenses/probe/use-probe';
import { useProject } from '../../state/project';
import { useVersion } from '../../state/use-version';

/** Milliseconds between two answers while a model trains. */
const REST = 500;
/** Items that are asked for. */
const ITEMS = 64;

export interface OutputPort {
  id: string;
  label: string;
}

/** Ports by which numbers leave a node; an Output of a network or block gives what enters it. */
export function useOutputPorts(graph: GraphId, id: string): readonly OutputPort[] {
  const node = useNode(graph, id);
  const definition = node && catalogue.find(node.type);
  const ports = useProject(({ edit }) => node && portsOf(node, definition, edit?.document.networks ?? {}));
  return useMemo(() => {
    const found = Object.entries(ports?.outputs ?? {})
      .filter(([, { kinds }]) => kinds[0] !== 'network' && kinds[0] !== 'trajectory')
      .map(([port, { label }]) => ({ id: port, label }));
    const ends = found.length === 0 && definition?.level === 'network' && definition.category === 'input/output';
    return ends ? [{ id: 'y', label: 'y' }] : found;
  }, [ports, definition]);
}

interface Query {
  network: string | null;
  node: string;
  port: string;
}

/** The numbers that leave a node by a port, asked for again as the weights change. Null asks nothing. */
export function useOutput(query: Query | null, channel: string): Probe<NodeValues> & { of: Query | null } {
  const weights = useVersion('weightsVersion', REST);
  const probe = useProbe<Query, { values: NodeValues; of: Query }>({
    query,
    key: query ? `${query.network}/${query.node}:${query.port} ${weights}` : '',
    ask: async (client, of) => ({
      values: await client.request('probe.output', { channel, ...of, count: ITEMS }),
      of,
    }),
  });
  const { value, error } = probe;
  return { value: value?.values ?? null, of: value?.of ?? null, error };
}
