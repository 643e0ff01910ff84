import { catalogue } from '../../core/catalogue';
import { commands, emptySelection, nodeAt } from '../../core/graph';
import type { LiveSetting } from '../../protocol/worker';
import { carryOut } from '../state/edit';
import { useProject } from '../state/project';

/** A tenth: enough to leave a divergence, and seen at once on a curve where it was too much. */
const FACTOR = 10;

/** The learning rate that is offered after a step that could not be taken; null where the present one is the lowest. */
export function lowerRate({ node, setting, value }: LiveSetting): number | null {
  const document = useProject.getState().edit?.document;
  const type = document && nodeAt(document, null, node)?.type;
  const descriptor = catalogue.find(type ?? '')?.settings[setting];
  if (descriptor?.type !== 'number') return null;
  const lower = Math.max(Number((value / FACTOR).toPrecision(3)), descriptor.min ?? 0);
  return lower > 0 && lower < value ? lower : null;
}

/** Sets it in the document, whatever graph is on the canvas; the open run takes it over. */
export function setRate({ node, setting }: LiveSetting, value: number): boolean {
  const document = useProject.getState().edit?.document;
  if (!document) return false;
  const { setSetting } = commands;
  const plan = setSetting.plan(
    { document, catalogue, graph: null, selection: emptySelection },
    { node, setting, value },
  );
  return carryOut(setSetting, plan) !== null;
}
