import { FED, PLACE, type ProbeBuilder, type ProbeTargets, type SequenceTarget, TOKENS } from '../core/compile';
import { decodePieces, type TokenizedText } from '../core/data/text';
import { entropyBits, likeliestTokens, pickToken, tokenDistribution } from '../core/generative/host-draw';
import { uniform } from '../core/tensor';
import type { ContinuedText, ScoredText } from '../protocol/worker';
import { type Breathe, holdBreath } from './breathe';
import type { ExecutableCache } from './executables';
import { type ProbeHost, runOnce } from './probe-host';
import { conditionOf } from './sampler-choice';
import type { Tensors } from './tensors';
import { pieceOf } from './text-source';
import { UserError } from './user-error';

export interface ContinueRequest {
  /** A sequence model; the first where absent. */
  node?: string | null;
  /** What stands before: the last tokens of it, of which so many as the model can look back over count. */
  tokens: Int32Array;
  /** Number of tokens before the first one that is drawn: a place of a text is drawn alike, however it is asked for. */
  position: number;
  /** Tokens to draw; 0 only tells what may come next. */
  count: number;
  temperature: number;
  top_k: number;
  seed: number;
  /** The class to write; absent or null takes the first. Only where the model takes labels. */
  label?: number | null;
}

/** Tokens that are told of what may come next. */
const TOLD = 10;

/** Goes on with texts, and says how likely they are. */
export class ContinueProbe {
  constructor(
    private readonly host: ProbeHost,
    private readonly builder: ProbeBuilder,
    private readonly targets: Pick<ProbeTargets, 'sequences'>,
    private readonly executables: ExecutableCache,
  ) {}

  /** The model and the text that it reads. @throws UserError where there is none. */
  private target(node: string | null | undefined): SequenceTarget & { text: TokenizedText } {
    const found = this.targets.sequences.find((each) => each.node === (node ?? each.node));
    const { text } = this.host.source;
    if (found && text && text.tokenizer.vocabulary === found.vocabulary) return { ...found, text };
    throw new UserError('This study has no model of a text; wire tokens of a text into a Sequence model.');
  }

  /** Draws tokens one after the other, and tells what may follow them. */
  async continue(request: ContinueRequest, breathe: Breathe = holdBreath): Promise<ContinuedText> {
    const target = this.target(request.node);
    const { text, length, vocabulary } = target;
    const { position, count, temperature, top_k, seed } = request;
    if (request.tokens.some((token) => token < 0 || token >= vocabulary))
      throw new UserError(`Tokens of this model are numbers from 0 to ${vocabulary - 1}; send such.`);
    const step = this.host.step();
    const context = Array.from(request.tokens);
    const drawn: number[] = [];
    const logProbs: number[] = [];
    for (let i = 0; i < count; i++) {
      await breathe();
      const { model, drawn: from } = tokenDistribution(await this.next(target, context, request), temperature, top_k);
      const key = { seed, stream: 'continue', step: position + i };
      const token = pickToken(from, uniform(new Float32Array(1), key)[0]);
      context.push(token);
      drawn.push(token);
      logProbs.push(Math.log(model[token]));
    }
    await breathe();
    const told = tokenDistribution(await this.next(target, context, request), temperature, top_k);
    const likeliest = likeliestTokens(told.model, TOLD);
    const pieces = decodePieces(text.tokenizer, context, true).slice(context.length - count);
    return {
      tokens: Int32Array.from(drawn),
      pieces,
      logProbs: Float32Array.from(logProbs),
      next: {
        tokens: Int32Array.from(likeliest),
        pieces: likeliest.map((token) => pieceOf(text, token)),
        model: Float32Array.from(likeliest, (token) => told.model[token]),
        drawn: Float32Array.from(likeliest, (token) => told.drawn[token]),
        entropy: entropyBits(told.model),
      },
      lookBack: length - 1,
      step,
    };
  }

  /** How likely each token of a text is. */
  async scoreText(node: string | null | undefined, given: string, breathe: Breathe = holdBreath): Promise<ScoredText> {
    const { text } = this.target(node);
    return this.score(node, text.tokenizer.encode(given), breathe);
  }

  /** The same of the held-out text, from a token on. */
  async scoreHeldOut(
    node: string | null | undefined,
    { offset, count }: { offset: number; count: number },
    breathe: Breathe = holdBreath,
  ): Promise<ScoredText> {
    const { text } = this.target(node);
    return this.score(node, text.test.slice(offset, offset + count), breathe);
  }

  /**
   * Windows overlap by half, so that beyond the first one every token is told from at least half a window before it.
   */
  private async score(node: string | null | undefined, tokens: Int32Array, breathe: Breathe): Promise<ScoredText> {
    const target = this.target(node);
    const { text, length } = target;
    const step = this.host.step();
    const logProbs = new Float32Array(tokens.length);
    const half = Math.max(1, Math.floor(length / 2));
    for (let done = 0, begin = 0; done < tokens.length; begin += half) {
      await breathe();
      const window = new Int32Array(length);
      window.set(tokens.subarray(begin, begin + length));
      const { logProb } = await this.run(target, 'score', { [TOKENS]: this.upload(window, [1, length]) }, null);
      const end = Math.min(begin + length, tokens.length);
      logProbs.set(logProb.subarray(done - begin, end - begin), done);
      done = end;
    }
    const pieces = decodePieces(text.tokenizer, tokens);
    return { tokens, pieces, logProbs, characters: [...pieces.join('')].length, step };
  }

  /** Logits (vocabulary) of what follows; of a long text the end counts, as far back as the model can look. */
  private async next(
    target: SequenceTarget,
    before: readonly number[],
    { label }: Pick<ContinueRequest, 'label'>,
  ): Promise<Float32Array> {
    const { length } = target;
    const seen = before.slice(Math.max(0, before.length - (length - 1)));
    const window = new Int32Array(length);
    window.set(seen);
    const fed = {
      [TOKENS]: this.upload(window, [1, length]),
      [PLACE]: this.upload(Int32Array.of(seen.length), []),
    };
    return (await this.run(target, 'next', fed, label ?? null)).logits;
  }

  private async run({ node, labels }: SequenceTarget, part: 'next' | 'score', given: Tensors, label: number | null) {
    const condition = conditionOf(labels, 1, label);
    const fed: Tensors = labels
      ? { ...given, [FED.labels]: this.upload(Int32Array.of(condition.class(0)), [1]) }
      : given;
    const executable = await this.executables.get(`continue ${part} ${node}`, () => this.builder.continue(node, part));
    return runOnce(executable, { ...this.host.state(), ...fed }, fed);
  }

  private upload(values: Int32Array, shape: readonly number[]) {
    return this.host.engine.upload(values, [...shape], 'int32');
  }
}
