import type { Fix } from '../graph/document';

/** A build rule gave up. The sentence goes on the node; `reported` failures already stand on a node further in. */
export class BuildFailure extends Error {
  constructor(
    message: string,
    readonly fixes: readonly Fix[] = [],
    readonly reported = false,
  ) {
    super(message);
  }
}

/** What a node would give is muted inside it: the node is left out, and nothing is wrong. */
export class Silence extends Error {}

/** A layer found its parameters made by a tied node, with other shapes. */
export interface Clash {
  /** Study node that made them. */
  owner: string;
  /** Title of the layer. */
  layer: string;
  held: string;
  needed: string;
}

/** It stands on the node that shares the network, not on the layer, which is right by itself. */
export class SharedFailure extends BuildFailure {
  constructor(readonly clash: Clash) {
    super(`holds ${clash.held} and would have to hold ${clash.needed}.`);
  }
}
