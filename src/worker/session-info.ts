import { catalogue } from '../core/catalogue';
import { type Plan, type ProbeTargets, TRAINED } from '../core/compile';
import { nodeName } from '../core/graph';
import type { ProjectDocument } from '../core/graph/document';
import type { SessionInfo } from '../protocol/worker';
import type { DataSource } from './data-source';
import type { LiveSettings } from './live-settings';

interface Described extends Pick<SessionInfo, 'run' | 'step' | 'steps' | 'backend' | 'compileMilliseconds'> {
  document: ProjectDocument;
  plan: Plan;
  sources: ReadonlyMap<string, DataSource>;
  targets: ProbeTargets;
  live: LiveSettings;
}

/** What the window is told of a session when it opens. */
export const describeSession = ({ document, plan, sources, targets, live, ...rest }: Described): SessionInfo => {
  const { encoder, decoder, samplers, measures } = targets;
  const [[node, source]] = sources;
  const [first] = samplers;
  const titleOf = (id: string): string => {
    const found = document.study.nodes.find((each) => each.id === id);
    return found ? nodeName(found, catalogue) : id;
  };
  return {
    ...rest,
    parameterCount: plan.step.groups[TRAINED].layout.size,
    series: plan.reports.map(({ name, node: owner, title, unit, repeats }) => ({
      name,
      title,
      unit,
      node: owner,
      ...(repeats === undefined ? {} : { repeats }),
    })),
    live: [...live].map(([key, value]) => {
      const [owner, setting] = key.split('.');
      return { node: owner, setting, value };
    }),
    data: {
      node,
      title: source.title,
      itemShape: [...source.itemShape],
      classes: [...source.classes],
      train: source.trainCount,
      test: source.testCount,
      image: source.image,
    },
    trainers: [{ node: plan.trainer, title: titleOf(plan.trainer), updatesPerStep: 1 }],
    probes: {
      encode: encoder ? { width: encoder.width, columns: [] } : null,
      decode: decoder ? { width: decoder.width } : null,
      reconstruct: encoder !== undefined && decoder !== undefined && encoder.width === decoder.width,
      samplers: samplers.map(({ node: id, numInferenceSteps }) => ({
        node: id,
        title: titleOf(id),
        method: document.study.nodes.find((each) => each.id === id)?.type ?? '',
        eta: 0,
        guidance_scale: 1,
        classes: 0,
        guided: false,
        num_inference_steps: live.get(`${id}.num_inference_steps`) ?? numInferenceSteps,
      })),
      methods: [],
      adversarial: null,
      field: first ? { dimensions: first.itemShape.reduce((a, b) => a * b, 1) } : null,
    },
    measures,
  };
};
