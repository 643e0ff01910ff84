import { useEffect, useState } from 'react';
import type { WorkerClient } from '../client/worker-client';
import { endOf } from '../lenses/probe/end-of';
import { useSession } from '../state/session';

export interface ThumbnailItems {
  /** Row-major, item after item. */
  values: Float32Array;
  itemShape: readonly number[];
  /** The text that each item is, cut into what each token adds; absent where items are no texts. */
  texts?: readonly (readonly string[])[];
}

/** What the pictures are of: items of the data, what one of the autoencoders makes of them, or samples that a sampler draws. */
export type ThumbnailSubject =
  | { type: 'data' }
  | { type: 'reconstruction'; of: number }
  | { type: 'samples'; sampler: string };

const TILES = 4;
const POINTS = 400;
/** Texts are written token by token, so one is enough. */
const TEXTS = 1;
/** Milliseconds between two pictures while a model trains, at least. */
const REST = { reconstruction: 1_000, samples: 2_000 };
/** Share of the training process's time that pictures on a node may take. */
const DUTY = 0.05;
/** A few steps show what is coming; the noise stays the same, so that pictures change with the weights alone. */
const SAMPLING = { steps: 8, seed: 1 };

/** Pictures for a node: data once a session, the others again as the weights change. */
export function useThumbnails(node: string, shows: ThumbnailSubject): ThumbnailItems | null {
  const client = useSession((state) => state.client);
  const count = useSession(({ info }) => (info?.data.text ? TEXTS : info?.data.image ? TILES : POINTS));
  const [items, setItems] = useState<ThumbnailItems | null>(null);
  const { type } = shows;
  const sampler = type === 'samples' ? shows.sampler : null;
  const of = type === 'reconstruction' ? shows.of : 0;
  useEffect(() => {
    if (!client) return;
    const channel = `thumbnail-${node}`;
    if (type === 'data') return showData(client, channel, count, setItems);
    const ask = sampler === null ? reconstructions(client, channel, of) : samples(client, channel, sampler, count);
    return follow(ask, type === 'samples' ? REST.samples : REST.reconstruction, setItems);
  }, [client, node, type, sampler, of, count]);
  return items;
}

type Show = (items: ThumbnailItems) => void;

function showData(client: WorkerClient, channel: string, count: number, show: Show): () => void {
  let gone = false;
  client
    .request('probe.data', { channel, split: 'test', offset: 0, count })
    .then((answer) => !gone && show(answer), ignore);
  return () => {
    gone = true;
  };
}

type Ask = () => Promise<ThumbnailItems>;

const reconstructions =
  (client: WorkerClient, channel: string, of: number): Ask =>
  async () => {
    const { reconstruction, others, itemShape } = await client.request('probe.reconstruct', { channel, count: TILES });
    return { values: [reconstruction, ...others][of] ?? reconstruction, itemShape };
  };

const samples =
  (client: WorkerClient, channel: string, node: string, count: number): Ask =>
  async () => {
    const { steps: num_inference_steps, seed } = SAMPLING;
    const answer = await client.request('probe.sample', { channel, node, seed, count, num_inference_steps });
    // A generator takes one step, whatever it is asked for.
    return { values: endOf(answer).slice(), itemShape: answer.itemShape, texts: answer.texts };
  };

/** Asks again when the weights have changed, with a rest after each answer, and at once when training pauses or ends. */
function follow(ask: Ask, rest: number, show: Show): () => void {
  let gone = false;
  let timer = 0;
  let seen = -1;
  let asking = false;
  const turn = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const { weightsVersion } = useSession.getState();
    const started = performance.now();
    if (weightsVersion !== seen && !document.hidden) {
      seen = weightsVersion;
      await ask().then((items) => !gone && show(items), ignore);
    }
    const took = performance.now() - started;
    asking = false;
    const training = useSession.getState().state === 'training';
    if (!gone) timer = window.setTimeout(turn, training ? Math.max(rest, took / DUTY) : rest);
  };
  void turn();
  const unsubscribe = useSession.subscribe(({ state }, before) => {
    if (before.state !== 'training' || state === 'training') return;
    window.clearTimeout(timer);
    void turn();
  });
  return () => {
    gone = true;
    unsubscribe();
    window.clearTimeout(timer);
  };
}

/** A picture that cannot be made is left out; what is wrong shows where it was asked for. */
const ignore = (): void => undefined;
