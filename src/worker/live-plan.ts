import { catalogue } from '../core/catalogue';
import { compilePlan, type Plan } from '../core/compile';
import type { ProjectDocument } from '../core/graph/document';

/** Live settings by `node.setting`. */
type Live = ReadonlyMap<string, number>;

/** Whether the step has exactly the parts that the trainer's live settings ask for: 0 means none. */
export const fitsLive = ({ trainer, objective, step }: Plan, live: Live): boolean => {
  const asked = (setting: string): boolean => (live.get(`${trainer}.${setting}`) ?? 0) > 0;
  return Object.values(step.groups).every(
    ({ optimizer, clip, ema }) =>
      optimizer.weightDecay > 0 === asked(objective.weightDecay) &&
      clip === asked(objective.clipNorm) &&
      ema === asked(objective.emaDecay),
  );
};

/** The plan of a document whose live settings have moved. */
export const livePlan = (document: ProjectDocument, live: Live): Plan => {
  const nodes = document.study.nodes.map((node) => {
    const moved = Object.keys(catalogue.find(node.type)?.settings ?? {}).flatMap((key) => {
      const value = live.get(`${node.id}.${key}`);
      return value === undefined ? [] : [[key, value] as const];
    });
    return { ...node, settings: { ...node.settings, ...Object.fromEntries(moved) } };
  });
  return compilePlan({ ...document, study: { ...document.study, nodes } }, catalogue);
};
