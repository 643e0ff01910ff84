import type { GraphId } from '../../core/graph';
import {
  type Command,
  commands,
  type FieldDifference,
  type NodeDifference,
  type SettingDifference,
} from '../../core/graph';
import { dispatch, dispatchAt, markEdit } from '../state/edit';
import { useCompare } from './state';

/** One undo step of its own, whatever was edited just before. */
function once<A>(graph: GraphId, command: Command<A>, args: A): void {
  markEdit();
  dispatchAt(graph, command, args);
  markEdit();
}

/** Gives a setting the value that it has in the other document. */
export function takeSetting(graph: GraphId, node: string, { key, before }: SettingDifference): void {
  if (before === undefined) once(graph, commands.resetSetting, { node, setting: key });
  else once(graph, commands.setSetting, { node, setting: key, value: before });
}

/** How a property other than a setting is taken over; null where that is not one edit. */
export function fieldTaker(graph: GraphId, node: string, { field }: FieldDifference): (() => void) | null {
  const change = (): NodeDifference | undefined =>
    useCompare.getState().marks.get(graph)?.nodes.get(node)?.change ?? undefined;
  if (field === 'title') return () => once(graph, commands.renameNode, { node, title: change()?.before.title ?? '' });
  if (field === 'mode')
    return () => once(graph, commands.setMode, { nodes: [node], mode: change()?.before.mode ?? null });
  return null;
}

/** The same for a property of the project. */
export function projectTaker({ field }: FieldDifference): (() => void) | null {
  const other = () => useCompare.getState().other?.document;
  const taking =
    <A>(command: Command<A>, args: () => A | undefined) =>
    () => {
      const found = args();
      if (!found) return;
      markEdit();
      dispatch(command, found);
      markEdit();
    };
  if (field === 'seed') return taking(commands.setSeed, () => pick(other(), ({ seed }) => ({ seed })));
  if (field === 'title') return taking(commands.setTitle, () => pick(other(), ({ title }) => ({ title })));
  return null;
}

const pick = <T, R>(value: T | undefined, of: (value: T) => R): R | undefined =>
  value === undefined ? undefined : of(value);
