import type { RequestOf, SamplerInfo, SessionInfo, WalkInfo } from '../../protocol/worker';

/** One sampler from the common noise. What is null is as the sampler node has it. Plain data: bookmarks keep it. */
export interface Lane {
  /** Where its answers are kept: 0 to 3, its own for as long as it lives. */
  id: number;
  /** Sampler node, or null for the first one. */
  sampler: string | null;
  /** Catalogue type of another sampler in the node's place. */
  method: string | null;
  num_inference_steps: number | null;
  guidance_scale: number | null;
  eta: number | null;
  /** The one class to draw; null draws each in turn. */
  label: number | null;
}

export const MOST_LANES = 4;

/** The settings that a hand drags. */
export type LaneSetting = 'num_inference_steps' | 'guidance_scale' | 'eta';

export const plainLane = (id: number): Lane => ({
  id,
  sampler: null,
  method: null,
  num_inference_steps: null,
  guidance_scale: null,
  eta: null,
  label: null,
});

/** A copy of a lane right after it; the same list when there is no room. */
export function duplicateLane(lanes: readonly Lane[], id: number, change: Partial<Lane> = {}): readonly Lane[] {
  const at = lanes.findIndex((lane) => lane.id === id);
  const free = [0, 1, 2, 3].find((slot) => !lanes.some((lane) => lane.id === slot));
  if (at < 0 || free === undefined) return lanes;
  return [...lanes.slice(0, at + 1), { ...lanes[at], ...change, id: free }, ...lanes.slice(at + 1)];
}

/** The lanes without one; the last lane stays. */
export const removeLane = (lanes: readonly Lane[], id: number): readonly Lane[] =>
  lanes.length > 1 ? lanes.filter((lane) => lane.id !== id) : lanes;

/** A lane with everything filled in from the study it looks at. */
export interface LaneSettings {
  id: number;
  sampler: Pick<SamplerInfo, 'node' | 'title' | 'method'>;
  /** The sampler where it follows no path of noise but goes its own way: nothing of it can be set but the class. */
  walk: WalkInfo | null;
  /** Catalogue type that is run. */
  method: string;
  title: string;
  num_inference_steps: number;
  guidance_scale: number;
  eta: number;
  label: number | null;
  guided: boolean;
  stochastic: boolean;
  classes: number;
}

type Probes = Pick<SessionInfo['probes'], 'samplers' | 'walks' | 'methods'>;

/** Samplers whose way can be followed though it is no path of noise. */
export const followedWalks = ({ walks }: Pick<Probes, 'walks'>): readonly WalkInfo[] =>
  walks.filter(({ frames }) => frames > 0);

const onlyOf = (classes: number, label: number | null): number | null =>
  label !== null && label < classes ? label : null;

const walkSettings = (lane: Lane, walk: WalkInfo): LaneSettings => ({
  id: lane.id,
  sampler: walk,
  walk,
  method: walk.method,
  title: walk.title,
  num_inference_steps: 1,
  guidance_scale: 1,
  eta: 0,
  label: onlyOf(walk.classes, lane.label),
  guided: false,
  stochastic: false,
  classes: walk.classes,
});

/** What a lane asks for, or null where the study has no sampler to follow. A lane whose node is gone looks at the first one. */
export function laneSettings(lane: Lane, probes: Probes): LaneSettings | null {
  const { samplers, methods } = probes;
  const walks = followedWalks(probes);
  const named = samplers.find(({ node }) => node === lane.sampler);
  const walk = walks.find(({ node }) => node === lane.sampler) ?? (samplers.length === 0 ? walks[0] : undefined);
  if (!named && walk) return walkSettings(lane, walk);
  const sampler = named ?? samplers[0];
  if (!sampler) return null;
  const other = lane.method === sampler.method ? undefined : methods.find(({ method }) => method === lane.method);
  const method = other?.method ?? sampler.method;
  const stochastic = methods.find((each) => each.method === method)?.stochastic ?? false;
  // A sampler in another one's place has no setting of its own in the study: full noise is what it is for.
  const usualEta = other ? 1 : sampler.eta;
  return {
    id: lane.id,
    sampler,
    walk: null,
    method,
    title: other?.title ?? sampler.title,
    num_inference_steps: lane.num_inference_steps ?? sampler.num_inference_steps,
    guidance_scale: lane.guidance_scale ?? sampler.guidance_scale,
    eta: stochastic ? (lane.eta ?? usualEta) : 0,
    label: onlyOf(sampler.classes, lane.label),
    guided: sampler.guided,
    stochastic,
    classes: sampler.classes,
  };
}

/** Choices of the sampler menu: every sampler node, then other methods in the place of the lane's node. */
export function samplerChoices(settings: LaneSettings, probes: Probes): { value: string; label: string }[] {
  const { samplers, methods } = probes;
  const { sampler, walk } = settings;
  const nodes = [...samplers, ...followedWalks(probes)].map(({ node, title }) => ({ value: node, label: title }));
  if (walk) return nodes;
  const others = methods
    .filter(({ method }) => method !== sampler.method)
    .map(({ method, title }) => ({
      value: `${sampler.node} ${method}`,
      label: samplers.length > 1 ? `${title} for ${sampler.title}` : title,
    }));
  return [...nodes, ...others];
}

export const samplerChoice = ({ sampler, method }: LaneSettings): string =>
  method === sampler.method ? sampler.node : `${sampler.node} ${method}`;

/** What a choice changes in a lane; settings that another sampler understands otherwise go back to its own. */
export function chooseSampler(choice: string): Partial<Lane> {
  const [sampler, method] = choice.split(' ');
  return { sampler, method: method ?? null, num_inference_steps: null, eta: null };
}

export type SampleQuery = Omit<RequestOf<'probe.sample'>, 'channel' | 'weights'>;

/** The question of a lane: the same noise for every lane of one seed and count. */
export function sampleQuery(settings: LaneSettings, seed: number, count: number): SampleQuery {
  const { sampler, method, num_inference_steps, guidance_scale, eta, label, guided, stochastic, classes } = settings;
  return {
    node: sampler.node,
    ...(method === sampler.method ? {} : { method }),
    seed,
    count,
    num_inference_steps,
    ...(guided ? { guidance_scale } : {}),
    ...(stochastic ? { eta } : {}),
    ...(classes > 0 ? { label } : {}),
  };
}

/** Most particles, and most steps, of a preview while a hand drags. */
const PREVIEW = { particles: 400, pictures: 4, steps: 32 };

/** A smaller question of the same kind, answered within a few frames. A dragged step count is kept: it is what one looks for. */
export function previewQuery(query: SampleQuery, pictures: boolean, dragged: LaneSetting | null): SampleQuery {
  return {
    ...query,
    count: Math.min(query.count, pictures ? PREVIEW.pictures : PREVIEW.particles),
    num_inference_steps:
      dragged === 'num_inference_steps'
        ? query.num_inference_steps
        : Math.min(query.num_inference_steps, PREVIEW.steps),
  };
}
