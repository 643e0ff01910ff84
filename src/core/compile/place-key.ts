/** Address of a port in a trace: `node:port` on the study graph, `network/node:port` inside a network. */
export const placeKey = (network: string | undefined, node: string, port: string): string =>
  `${network === undefined ? '' : `${network}/`}${node}:${port}`;
