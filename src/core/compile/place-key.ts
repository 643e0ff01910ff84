/** Address of a port in a trace: `node:port` on the study graph, `network/node:port` inside a network. */
export const placeKey = (network: string | undefined, node: string, port: string): string =>
  `${network === undefined ? '' : `${network}/`}${node}:${port}`;

/** Address of a node: `node` on the study graph, `network/node` inside a network. */
export const nodeKey = (network: string | undefined | null, node: string): string =>
  network === undefined || network === null ? node : `${network}/${node}`;
