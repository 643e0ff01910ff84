import { useMemo } from 'react';
import type { CodedItems, DataItems, DecodedItems, SessionInfo } from '../../protocol/worker';
import type { Probe } from '../lenses/probe/follower';
import { useProbe } from '../lenses/probe/use-probe';
import { useWeights } from '../lenses/time/training-time';
import { changedPlaces, filledMaps, shownTokens, tokensOf, type Usage, usageOf, withToken } from './codes';
import { useCodesView } from './view';

/** Held-out items that are encoded. */
const ITEMS = 1_000;
/** Codes of which pictures are asked for. */
export const MOST_PICTURES = 1_024;

export interface Coded {
  coded: CodedItems;
  usage: Usage;
}

/** How the held-out items are told by codes, with the weights that the training-time slider stands at. */
export function useCoded(info: SessionInfo, visible: boolean): Probe<Coded> {
  const { weights, key } = useWeights();
  return useProbe({
    query: visible ? Math.min(ITEMS, info.data.test) : null,
    key,
    ask: async (client, count) => {
      const request = { channel: 'codes', weights, split: 'test', offset: 0, count } as const;
      const coded = await client.request('probe.codes', request);
      return { coded, usage: usageOf(coded) };
    },
  });
}

/** The same items as they are. */
export function useItems(info: SessionInfo, visible: boolean): Probe<DataItems> {
  const count = Math.min(ITEMS, info.data.test);
  return useProbe({
    query: visible ? count : null,
    key: `${count}`,
    ask: (client, asked) =>
      client.request('probe.data', { channel: 'codes.data', split: 'test', offset: 0, count: asked }),
  });
}

/** For each code, as far as there are pictures of them, what a map of nothing but it decodes to. */
export function useCodePictures(info: SessionInfo, visible: boolean): Probe<DecodedItems> {
  const { weights, key } = useWeights();
  const { vocabulary = 0, rows = 1, columns = 1 } = info.probes.codes ?? {};
  return useProbe({
    query: visible ? Math.min(MOST_PICTURES, vocabulary) : null,
    key: `${key} ${vocabulary}`,
    ask: (client, count) => {
      const tokens = filledMaps(count, rows * columns);
      return client.request('probe.decode-tokens', { channel: 'codes.pictures', weights, tokens, count });
    },
  });
}

export interface ShownItem {
  /** As the encoder gives them, and as they were changed by hand. */
  own: Int32Array;
  tokens: Int32Array;
  /** Places at which they differ. */
  changed: number;
  /** What the tokens decode to, with the code that is tried at the chosen place. */
  picture: Probe<DecodedItems>;
}

/**
 * The chosen item with what its tokens decode to; null before it is known.
 * @param tried a code that the pointer is over, to be seen at the chosen place.
 */
export function useShownItem(coded: CodedItems | undefined, tried: number | null, visible: boolean): ShownItem | null {
  const { item, edited, place } = useCodesView();
  const { weights, key } = useWeights();
  const own = useMemo(() => coded && tokensOf(coded, Math.min(item, coded.count - 1)), [coded, item]);
  const tokens = useMemo(() => own && coded && shownTokens(edited, own, coded.vocabulary), [edited, own, coded]);
  const asked = tokens && tried !== null && place !== null ? withToken(tokens, place, tried) : tokens;
  const picture = useProbe({
    query: visible && asked ? Int32Array.from(asked) : null,
    key: `${key} ${asked}`,
    urgent: true,
    ask: (client, map) => {
      const request = { channel: 'codes.item', weights, tokens: map, count: 1, hand: tried !== null };
      return client.request('probe.decode-tokens', request);
    },
  });
  return own && tokens ? { own, tokens, changed: changedPlaces(own, tokens), picture } : null;
}
