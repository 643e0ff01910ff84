import { catalogue } from '../core/catalogue';
import { compilePlan, type Plan } from '../core/compile';
import { isLiveSetting, nodeName, settingViolation } from '../core/graph';
import type { ProjectDocument } from '../core/graph/document';
import { UserError } from './user-error';

/** Values by `node.setting`. */
export type LiveSettings = ReadonlyMap<string, number>;

/** Every live setting of the study with its value. */
export const liveSettings = (document: ProjectDocument): [string, number][] =>
  document.study.nodes.flatMap((node) =>
    Object.entries(catalogue.find(node.type)?.settings ?? {}).flatMap(([key, setting]): [string, number][] => {
      if (!isLiveSetting(setting)) return [];
      const value = node.settings[key] ?? setting.default;
      return typeof value === 'number' ? [[`${node.id}.${key}`, value]] : [];
    }),
  );

/** @throws UserError where a value cannot be given to a setting while a model trains. */
export const checkLive = (document: ProjectDocument, id: string, setting: string, value: number): void => {
  const node = document.study.nodes.find((each) => each.id === id);
  const descriptor = catalogue.find(node?.type ?? '')?.settings[setting];
  if (!node || !descriptor || !isLiveSetting(descriptor))
    throw new UserError(`${id}.${setting} cannot be changed while a model trains.`);
  const violation = settingViolation(descriptor, value);
  if (violation) throw new UserError(`"${descriptor.label}" of ${nodeName(node, catalogue)} ${violation}.`);
};

/** Whether the step has exactly the parts that the trainers' live settings ask for: 0 means none. */
export const fitsLive = ({ turns, step }: Plan, live: LiveSettings): boolean =>
  turns.every(({ trainer, objective, group }) => {
    const asked = (setting: string): boolean => (live.get(`${trainer}.${setting}`) ?? 0) > 0;
    const { optimizer, clip, ema } = step.groups[group];
    return (
      optimizer.weightDecay > 0 === asked(objective.weightDecay) &&
      clip === asked(objective.clipNorm) &&
      ema === asked(objective.emaDecay)
    );
  });

/** A document whose live settings have moved. */
export const liveDocument = (document: ProjectDocument, live: LiveSettings): ProjectDocument => {
  const nodes = document.study.nodes.map((node) => {
    const moved = Object.keys(catalogue.find(node.type)?.settings ?? {}).flatMap((key) => {
      const value = live.get(`${node.id}.${key}`);
      return value === undefined ? [] : [[key, value] as const];
    });
    return { ...node, settings: { ...node.settings, ...Object.fromEntries(moved) } };
  });
  return { ...document, study: { ...document.study, nodes } };
};

/** The plan of a document whose live settings have moved. */
export const livePlan = (document: ProjectDocument, live: LiveSettings): Plan =>
  compilePlan(liveDocument(document, live), catalogue);
