/** What is done about each request: one entry a request type. */
import type { RequestOf, RequestType, Responses, WeightsRef } from '../protocol/worker';
import type { Breathe } from './breathe';
import type { Probes } from './probes';
import type { Session } from './session';
import type { TrainingLoop } from './training-loop';

export type Handlers = { [T in RequestType]: (payload: RequestOf<T>) => Promise<Responses[T]> };

interface Serving {
  loop: TrainingLoop;
  open(request: RequestOf<'session.open'>): Promise<Session>;
  /** For a long request on a channel; see `WorkerServer`. */
  breathing(channel: string, training?: boolean): Breathe;
}

/** A sampler that asks its network so often lets the run train on meanwhile. */
const LONG = 64;

/** Answer to what only has to be done. */
const nothing = (): null => null;

export const requestHandlers = ({ loop, open, breathing }: Serving): Handlers => {
  /** Puts a question to the weights that are asked for, of the open run or of one beside it. */
  const ask = async <T>(weights: WeightsRef | undefined, question: (probes: Probes) => Promise<T>): Promise<T> =>
    loop.open.models.ask(weights, question);
  return {
    'session.open': async (request) => {
      await loop.close();
      const session = await open(request);
      loop.begin(session);
      return session.info;
    },
    'train.start': async ({ until }) => {
      loop.start(until);
      return null;
    },
    'train.pause': () => loop.pause().then(nothing),
    'train.step': ({ trainer }) => loop.step(trainer ?? null).then(nothing),
    'train.pace': async ({ stepsPerSecond }) => {
      loop.setPace(stepsPerSecond);
      return null;
    },
    'train.back': () => loop.back().then(nothing),
    'train.stop': () => loop.stop().then(nothing),
    'live.set': async ({ node, setting, value }) => {
      loop.setLive(node, setting, value);
      return null;
    },
    'checkpoint.save': async () => ({ step: await loop.save() }),
    'metrics.evaluate': () => loop.evaluate(),
    'weights.list': async ({ run }) => loop.open.models.steps(run),
    'model.open': ({ run }) => loop.open.models.open(run),
    'model.close': ({ run }) => loop.open.models.close(run).then(nothing),
    'probe.data': ({ weights, split, offset, count, items }) =>
      ask(weights, async (probes) => (items ? probes.dataOf(split, items) : probes.data(split, offset, count))),
    'probe.encode': ({ channel, weights, split, count, offset, columns }) =>
      ask(weights, (probes) => probes.encode(split, count, offset, columns, breathing(channel))),
    'probe.decode': ({ weights, z, count, label }) => ask(weights, (probes) => probes.decode(z, count, label)),
    'probe.reconstruct': ({ weights, count }) => ask(weights, (probes) => probes.reconstruct(count)),
    'probe.sample': ({ channel, weights, node, num_inference_steps, guidance_scale, ...options }) => {
      const long = loop.open.info.probes.walks.some((walk) => walk.evaluations >= LONG && walk.node === node);
      const asked = { ...options, numInferenceSteps: num_inference_steps, guidanceScale: guidance_scale };
      const question = (probes: Probes) => probes.sample(node, asked, breathing(channel, long));
      return long ? loop.open.models.askAtLength(weights, question) : ask(weights, question);
    },
    'probe.field': ({ weights, node, points, count, t, guidance_scale, label }) =>
      ask(weights, ({ samplers }) => samplers.field(points, count, t, { node, guidanceScale: guidance_scale, label })),
    'probe.density': ({ channel, weights, of, count, ...request }) =>
      ask(weights, async (probes) => {
        const breathe = breathing(channel);
        const items =
          'points' in of
            ? { values: of.points, count }
            : await probes.densityItems(request.node, of.split, of.offset, count, breathe);
        return probes.density.of(items.values, items.count, request, breathe);
      }),
    'probe.density-scan': ({ channel, weights, node, values, count }) =>
      ask(weights, async (probes) => {
        const breathe = breathing(channel);
        const items = await probes.densityItems(node, 'test', 0, count, breathe);
        return probes.density.scan({ node, values, x: items.values, count: items.count }, breathe);
      }),
    'probe.continue': ({ channel, weights, ...request }) =>
      ask(weights, ({ text }) => text.continue(request, breathing(channel))),
    'probe.score-text': ({ channel, weights, node, of }) =>
      ask(weights, ({ text }) => {
        const breathe = breathing(channel);
        return 'text' in of
          ? text.scoreText(node, of.text, breathe)
          : text.scoreHeldOut(node, { offset: of.offset, count: of.tokens }, breathe);
      }),
    'probe.codes': ({ channel, weights, split, offset, count }) =>
      ask(weights, ({ codes }) => codes.encode(split, offset, count, breathing(channel))),
    'probe.decode-tokens': ({ weights, tokens, count }) => ask(weights, ({ codes }) => codes.decode(tokens, count)),
    'probe.latent-quality': ({ channel, weights, seed }) =>
      loop.open.models.askAtLength(weights, (probes) => probes.latentQuality(seed, breathing(channel, true))),
    'probe.adversarial': ({ weights, seed, count, grid, gridCount }) =>
      ask(weights, ({ adversarial }) => adversarial.view({ seed, count, grid, gridCount })),
    'probe.layers': () => loop.open.watch.layers(),
    'probe.output': ({ network, node, port, count }) => loop.open.watch.output({ network, node, port }, count),
  };
};
