import { catalogue } from '../core/catalogue';
import type { DensityTarget, Plan, ProbeTargets, SamplerTarget } from '../core/compile';
import { nodeName } from '../core/graph';
import type { ProjectDocument } from '../core/graph/document';
import type { AdversarialInfo, DensityInfo, SamplerInfo, SessionInfo, TextInfo } from '../protocol/worker';
import type { DataSource } from './data-source';
import type { LiveSettings } from './live-settings';
import { samplerMethods } from './sampler-choice';

interface Described extends Pick<SessionInfo, 'run' | 'step' | 'steps' | 'backend' | 'compileMilliseconds'> {
  document: ProjectDocument;
  plan: Plan;
  sources: ReadonlyMap<string, DataSource>;
  targets: ProbeTargets;
  live: LiveSettings;
}

const titleOf = (document: ProjectDocument, id: string): string => {
  const found = document.study.nodes.find((each) => each.id === id);
  return found ? nodeName(found, catalogue) : id;
};

/** What the window is told of a session when it opens. */
export const describeSession = (described: Described): SessionInfo => {
  const { document, plan, sources: _, targets, live, ...rest } = described;
  return {
    ...rest,
    parameterCount: plan.layouts.reduce((total, { size }) => total + size, 0),
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
    trainers: plan.turns.map(({ trainer, objective }) => ({
      node: trainer,
      title: titleOf(document, trainer),
      updatesPerStep: objective.updatesPerStep,
    })),
    measures: targets.measures,
    ...describeModel(described),
  };
};

/** Only what lies on a line or in the plane can be drawn. */
const adversarialInfo = ({ adversarial }: ProbeTargets): AdversarialInfo | null => {
  if (!adversarial) return null;
  const { itemShape, generator, discriminator, scale } = adversarial;
  const dimensions = itemShape.reduce((a, b) => a * b, 1);
  return dimensions > 2 ? null : { dimensions, generator, discriminator, scale };
};

/** Data and probes of a document, whether it is being trained or only looked at. */
export const describeModel = ({
  document,
  sources,
  targets,
  live,
}: Pick<Described, 'document' | 'sources' | 'targets' | 'live'>): Pick<SessionInfo, 'data' | 'probes'> => {
  const { encoder, decoder, samplers } = targets;
  const [[node, source]] = sources;
  const [first] = samplers;
  return {
    data: {
      node,
      title: source.title,
      itemShape: [...source.itemShape],
      classes: [...source.classes],
      train: source.trainCount,
      test: source.testCount,
      image: source.image,
      ...(source.text && { text: true }),
    },
    probes: {
      encode: encoder ? { width: encoder.width, columns: encoder.columns } : null,
      decode: decoder ? { width: decoder.width, classes: decoder.labels?.classes ?? 0 } : null,
      reconstruct: encoder !== undefined && decoder !== undefined && encoder.width === decoder.width,
      autoencoders: targets.autoencoders.map(({ decoder: id, width }) => ({
        node: id,
        title: titleOf(document, id),
        width,
      })),
      samplers: samplers.map((target) => describeSampler(document, target, live)),
      methods: samplers.length > 0 ? samplerMethods() : [],
      walks: targets.walks.map(
        ({ node: id, type, frames, unit, perFrame, labels, evaluations, noise, levels, given }) => ({
          node: id,
          title: titleOf(document, id),
          method: type,
          frames,
          unit,
          perFrame,
          classes: labels?.classes ?? 0,
          evaluations,
          noise,
          levels: [...levels],
          given: given ? { rows: given[0], columns: given[1] } : null,
        }),
      ),
      densities: targets.densities.map((target) => describeDensity(document, target, targets)),
      text: textInfo(document, source, targets),
      codes: targets.codes
        ? {
            node: targets.codes.node,
            vocabulary: targets.codes.vocabulary,
            rows: targets.codes.grid[0],
            columns: targets.codes.grid[1],
          }
        : null,
      adversarial: adversarialInfo(targets),
      field: first ? { dimensions: first.itemShape.reduce((a, b) => a * b, 1) } : null,
    },
  };
};

const textInfo = (document: ProjectDocument, { text }: DataSource, { sequences }: ProbeTargets): TextInfo | null => {
  const model = sequences.find(({ vocabulary }) => vocabulary === text?.tokenizer.vocabulary);
  if (!text || !model) return null;
  const { node, length, vocabulary } = model;
  return { node, title: titleOf(document, node), length, vocabulary, tokenizer: text.kind, heldOut: text.test.length };
};

const describeDensity = (
  document: ProjectDocument,
  { node, kind, itemShape, labels, numbers, latent, scan }: DensityTarget,
  { walks }: Pick<ProbeTargets, 'walks'>,
): DensityInfo => {
  const led = document.study.edges.filter(({ source }) => source.node === node).map(({ target }) => target.node);
  const type = document.study.nodes.find(({ id }) => id === node)?.type ?? '';
  const titled = (setting: string): string => catalogue.find(type)?.settings[setting]?.label ?? setting;
  return {
    node,
    title: titleOf(document, node),
    kind,
    dimensions: itemShape.reduce((a, b) => a * b, 1),
    numbers,
    classes: labels?.classes ?? 0,
    latent,
    sampler: walks.find((walk) => led.includes(walk.node))?.node ?? null,
    scan: scan ? { ...scan, title: titled(scan.setting) } : null,
  };
};

/** A sampler node as its settings are now. */
const describeSampler = (
  document: ProjectDocument,
  { node, type, labels, settings }: SamplerTarget,
  live: LiveSettings,
): SamplerInfo => {
  const now = (key: string, usual: number): number => live.get(`${node}.${key}`) ?? settings[key] ?? usual;
  return {
    node,
    title: titleOf(document, node),
    method: type,
    num_inference_steps: now('num_inference_steps', 1),
    eta: now('eta', 0),
    guidance_scale: now('guidance_scale', 1),
    classes: labels?.classes ?? 0,
    guided: labels?.none !== undefined,
  };
};
