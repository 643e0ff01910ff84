import type { RequestOf, RequestType, Responses, SessionInfo } from '../../../../src/protocol/worker';
import { FailureError, type WorkerClient } from '../../../../src/renderer/client/worker-client';
import { normals } from '../../../../src/renderer/lenses/maths/normal';
import { sampleFlow } from './flow';
import { game, line } from './game';
import { decode, digits, encode, gaussians, labelsOf, samplePictures, velocity } from './synthetic';

/** How far the made-up model is at a step, from 0 to 1. */
export const learned = (step: number): number => 1 - Math.exp(-step / 500);

/** A training process that answers from formulas after a short while. */
export function fakeClient(info: SessionInfo, step: () => number, failing: () => boolean): WorkerClient {
  const image = info.data.image;
  const width = info.probes.encode?.width ?? 2;
  const answers: { [T in RequestType]?: (payload: RequestOf<T>) => Responses[T] } = {
    'probe.data': ({ offset, count: most, items }) => {
      const count = items?.length ?? most;
      if (info.data.itemShape[0] === 1 && !image)
        return { values: line(count, 5), labels: new Uint8Array(count), itemShape: [1], count };
      const { values, labels } = image ? digits(count, 5 + offset) : gaussians(count, 5 + offset);
      return { values, labels, itemShape: info.data.itemShape, count };
    },
    'probe.encode': ({ count, offset = 0, weights }) => ({
      ...encode(count, width, learned(weights?.step ?? step()), offset),
      width,
      columns: { reconstruction_error: normals(9 + offset, count).map((value) => 90 + 20 * value) },
      offset,
      count,
      step: step(),
    }),
    'probe.decode': ({ z, count }) => ({
      values: decode(z, z.length / count, count, learned(step())),
      itemShape: info.data.itemShape,
      count,
      step: step(),
    }),
    'probe.reconstruct': ({ count }) => {
      const original = digits(count, 5).values;
      const { z } = encode(count, 2, 1);
      const labels = labelsOf(5, count, 10);
      const reconstruction = decode(z, 2, count, learned(step()));
      const mixed = reconstruction.map((value, i) => value * 0.25 + 0.75 * learned(step()) * original[i]);
      return {
        original,
        reconstruction: mixed,
        others: [],
        itemShape: info.data.itemShape,
        count: labels.length,
        step: step(),
      };
    },
    'weights.list': () => ({ run: info.run, steps: [0, 50, 100, 200, 400, 800].filter((kept) => kept <= step()) }),
    'probe.sample': (request) => {
      const at = request.weights?.step ?? step();
      const { seed, count, num_inference_steps } = request;
      return image ? samplePictures(seed, count, num_inference_steps, at) : sampleFlow(request, learned(at), at);
    },
    'probe.adversarial': ({ seed, count, grid, gridCount }) =>
      game({ seed, count, grid, gridCount, dimensions: info.data.itemShape[0] }, learned(step()), step()),
    'probe.field': ({ points, count, t }) => {
      const vectors = new Float32Array(2 * count);
      for (let i = 0; i < count; i++)
        vectors.set(velocity(points[2 * i], points[2 * i + 1], t, learned(step())), 2 * i);
      return { vectors, count, t, step: step() };
    },
  };
  return {
    async request(type, payload) {
      await new Promise((done) => setTimeout(done, 8));
      const answer = answers[type];
      if (failing() || !answer) {
        throw new FailureError({
          message: 'Encoder "enc" gives NaN since step 812; lower the learning rate.',
          user: true,
        });
      }
      return answer(payload);
    },
    on: () => () => {},
    close: () => {},
  };
}
