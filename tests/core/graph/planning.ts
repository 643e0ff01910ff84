import {
  type Command,
  type EditContext,
  type PlannedChanges,
  type ProjectDocument,
  perform,
  startEditing,
} from '../../../src/core/graph';

/** What a command plans; throws its refusal. */
export function plan<A>(at: EditContext, command: Command<A>, args: A): PlannedChanges {
  const planned = command.plan(at, args);
  if (!planned.ok) throw new Error(planned.message);
  return planned;
}

/** The document after a command. */
export const run = <A>(at: EditContext, command: Command<A>, args: A): ProjectDocument =>
  perform(startEditing(at.document), command, plan(at, command, args), 0).document;

/** The sentence by which a command refuses. */
export function refusal<A>(at: EditContext, command: Command<A>, args: A): string {
  const planned = command.plan(at, args);
  if (planned.ok) throw new Error('it was planned');
  return planned.message;
}

/** Wires of a graph as text, `a.y → b.x`, in their order. */
export const wires = (document: ProjectDocument, network: string | null): string[] =>
  (network === null ? document.study : document.networks[network]).edges.map(
    ({ source, target }) => `${source.node}.${source.port} → ${target.node}.${target.port}`,
  );
