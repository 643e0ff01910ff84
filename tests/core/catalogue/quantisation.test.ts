import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { analyse, compilePlan, trace } from '../../../src/core/compile';
import type { ProjectDocument } from '../../../src/core/graph/document';
import { gradients } from '../../../src/core/tensor';
import { assigned, node, template, wire } from '../compile/documents';

const vq = template('vqvae-digits');
const prior = template('vq-transformer-digits');
const problems = (document: ProjectDocument): string[] => analyse(document, catalogue).problems.map((p) => p.message);

const without = (document: ProjectDocument, ...edges: string[]): ProjectDocument => ({
  ...document,
  study: { ...document.study, edges: document.study.edges.filter(({ id }) => !edges.includes(id)) },
});

describe('the codebook', () => {
  const specs = (document: ProjectDocument) =>
    compilePlan(document, catalogue)
      .parameters.filter(({ name }) => name.startsWith('codebook/'))
      .map(({ name, shape, trainable = true }) => [name, [...shape], trainable]);

  test('that follows averages is kept without gradients, with its counts', () => {
    expect(specs(vq)).toEqual([
      ['codebook/codes', [64, 16], false],
      ['codebook/counts', [64], false],
    ]);
  });

  test('that learns by gradients is trained, and its loss reaches the codes', () => {
    const document = assigned(vq, 'codebook.codebook=gradient');
    expect(specs(document)).toEqual([['codebook/codes', [64, 16], true]]);
    const traced = trace(document, catalogue);
    const codes = traced.parameters.get('codebook/codes')?.tensor;
    const loss = traced.outputs.get([...traced.outputs.keys()].find((key) => /codebook.*loss/.test(key)) ?? '');
    if (!codes || loss?.kind !== 'loss') throw new Error('the codebook has no loss');
    const [slope] = gradients(loss.tensor, [codes]);
    expect(slope.shape).toEqual([64, 16]);
    expect(slope.primitive).not.toBe('constant');
    expect(traced.updates.size).toBe(0);
  });

  test('moves only while training', () => {
    expect([...trace(vq, catalogue).updates.keys()]).toEqual(['codebook/codes', 'codebook/counts']);
    expect(trace(vq, catalogue, { batchSize: 4 }).updates.size).toBe(0);
  });

  test('tells maps as rows of tokens', () => {
    const { edges } = analyse(prior, catalogue);
    expect(edges['codebook_tokens-prior_tokens'].text).toBe('64 × 49 of 32');
    expect(edges['codebook_z-decoder_z'].text).toBe('64 × 16 × 7 × 7');
  });
});

describe('a codebook of vectors', () => {
  test('gives each item one token', () => {
    const nodes = vq.study.nodes.map((each) =>
      each.id === 'encoder' ? { ...each, type: 'network.code_encoder', settings: { latent: 8 } } : each,
    );
    const flat = assigned({ ...vq, study: { ...vq.study, nodes } }, 'codebook.codebook_size=16');
    const traced = trace(flat, catalogue);
    const tokens = [...traced.outputs.values()].find(({ kind }) => kind === 'tokens');
    expect(tokens?.kind === 'tokens' && [tokens.tensor.shape, tokens.vocabulary, tokens.grid]).toEqual([
      [64, 1],
      16,
      undefined,
    ]);
  });
});

describe('who learns what', () => {
  test('the prior’s trainer names its network; all the rest is the first one’s', () => {
    const { turns, layouts } = compilePlan(prior, catalogue);
    expect(turns.map(({ trainer }) => trainer)).toEqual(['trainer', 'prior_trainer']);
    const homes = layouts.map(({ entries }) => [...new Set(entries.map(({ name }) => name.split('/')[0]))].sort());
    expect(homes).toEqual([
      ['codebook', 'decoder', 'encoder'],
      ['block', 'prior'],
    ]);
  });
});

describe('drawing codes', () => {
  test('needs a codebook, a decoder, and a prior of the same tokens', () => {
    expect(problems(prior)).toEqual([]);
    expect(problems(without(prior, 'prior_network-sampler_prior'))).toEqual([]);
    const wrong = without(prior, 'codebook_network-sampler_codebook');
    const crossed = {
      ...wrong,
      study: { ...wrong.study, edges: [...wrong.study.edges, wire('decoder.network', 'sampler.codebook')] },
    };
    expect(problems(crossed)).toContain(
      'Draw codes needs the codebook of a Vector quantizer on "codebook"; wire one into it.',
    );
    const own = prior.study.nodes.find(({ id }) => id === 'codebook')?.settings;
    const other = node('other', 'latent.vector_quantize', { ...own, codebook_size: 8 });
    const mixed = {
      ...wrong,
      study: {
        ...wrong.study,
        nodes: [...wrong.study.nodes, other],
        edges: [...wrong.study.edges, wire('encoder.z', 'other.z'), wire('other.network', 'sampler.codebook')],
      },
    };
    expect(problems(mixed)).toContain(
      'Draw codes draws 49 tokens of 8 codes, but the prior knows 49 of 32; give it the tokens of this codebook.',
    );
  });
});
