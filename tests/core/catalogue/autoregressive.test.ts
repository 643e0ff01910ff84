import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../src/core/catalogue';
import { languagePresets } from '../../../src/core/catalogue/presets/language';
import { analyse, trace } from '../../../src/core/compile';
import { buildProgram, interpret, normal, sizeOf, type Tensor } from '../../../src/core/tensor';
import { assigned, changed } from '../compile/documents';
import { type LanguageOptions, tinyLanguage } from '../compile/language-documents';

interface Golden extends Required<Pick<LanguageOptions, 'vocabulary' | 'length' | 'width' | 'heads' | 'layers'>> {
  parameters: Record<string, { shape: number[]; values: number[] }>;
  tokens: number[];
  logits: number[];
  nats: number;
}

/** Written by tests/golden/make_language.py. */
const golden: Golden = JSON.parse(readFileSync(new URL('../../golden/language.json', import.meta.url), 'utf8')).forward;

/** Our name of a parameter of PyTorch's model. */
const ourName = (name: string): string => {
  const [first, ...rest] = name.split('.');
  if (first === 'positions') return 'it/positions/weight';
  if (first !== 'blocks') return `it/${first}/${rest.join('.')}`;
  const [k, layer, part] = rest;
  return layer === 'qkv' || layer === 'out' ? `block/attention/${k}.${layer}.${part}` : `block/${layer}/${k}.${part}`;
};

/** Linear layers of PyTorch hold their weights as outputs × inputs. */
const ourValues = (name: string, { shape, values }: Golden['parameters'][string]): number[] => {
  const linear = shape.length === 2 && !name.startsWith('table') && name !== 'positions';
  if (!linear) return values;
  const [outputs, inputs] = shape;
  return Array.from({ length: values.length }, (_, i) => values[(i % outputs) * inputs + Math.floor(i / outputs)]);
};

test('a Transformer gives PyTorch’s logits and loss for the same weights', () => {
  const traced = trace(tinyLanguage({ ...golden, batch: 3 }), catalogue);
  expect(traced.problems).toEqual([]);
  const tensor = (place: string): Tensor => {
    const value = traced.outputs.get(place);
    if (!value || !('tensor' in value)) throw new Error(`nothing at ${place}`);
    return value.tensor;
  };
  const program = buildProgram('forward', { logits: tensor('model:logits'), loss: tensor('loss:loss') });
  const weights = Object.fromEntries(
    Object.entries(golden.parameters).map(([name, parameter]) => [ourName(name), ourValues(name, parameter)]),
  );
  expect(Object.keys(weights).sort()).toEqual([...traced.parameters.keys()].sort());
  const { logits, loss } = interpret(program, { ...weights, 'text.tokens': golden.tokens }, 'float64');
  for (const [i, expected] of golden.logits.entries()) expect(logits[i]).toBeCloseTo(expected, 4);
  expect(loss[0]).toBeCloseTo(golden.nats, 5);
});

describe.each(languagePresets.map(({ id }) => id))('preset %s', (preset) => {
  const options = { preset, vocabulary: 6, length: 5, batch: 1 };
  const traced = trace(tinyLanguage(options), catalogue);
  const value = traced.outputs.get('model:logits');

  /** Logits (5 × 6) for tokens, with weights far from zero. */
  const logitsFor = (tokens: readonly number[]): number[][] => {
    if (!value || !('tensor' in value)) throw new Error('no logits');
    const program = buildProgram('logits', { logits: value.tensor });
    const weights = Object.fromEntries(
      [...traced.parameters].map(([name, { spec }]) => [
        name,
        normal(new Float32Array(sizeOf(spec.shape)), { seed: 5, stream: name, step: 0 }),
      ]),
    );
    const { logits } = interpret(program, { ...weights, 'text.tokens': [...tokens] });
    return Array.from({ length: 5 }, (_, i) => Array.from(logits.slice(6 * i, 6 * i + 6)));
  };

  test('a place depends on the tokens before it alone, and on all of them', () => {
    const base = [1, 2, 3, 4, 5];
    const before = logitsFor(base);
    for (let changedAt = 0; changedAt < 5; changedAt++) {
      const after = logitsFor(base.map((token, i) => (i === changedAt ? 0 : token)));
      const differs = after.map((row, i) => row.some((each, v) => each !== before[i][v]));
      expect(differs).toEqual(base.map((_, i) => i > changedAt));
    }
  });

  test('its table has a row for each token and one for the start', () => {
    expect(traced.parameters.get('it/table/weight')?.spec.shape[0]).toBe(7);
  });
});

describe('what does not fit is said in one sentence', () => {
  const sentences = (document: Parameters<typeof analyse>[0]): string[] =>
    analyse(document, catalogue).problems.map(({ message }) => message);

  test('byte pairs without room for a merge', () => {
    const [problem] = analyse(tinyLanguage({ vocabulary: 256, text: { tokenizer: 'bpe' } }), catalogue).problems;
    expect(problem.message).toBe(
      'Text needs a vocabulary of more than 256 for byte pairs, as each byte is a token; set it to 512.',
    );
    expect(problem.fixes?.map(({ label }) => label)).toEqual(['Set vocabulary to 512']);
  });

  test('a file of one’s own that is not chosen', () => {
    expect(sentences(tinyLanguage({ text: { text: 'file' } }))).toEqual([
      'Text has no file yet; choose one in the inspector, or a text that comes with the program.',
    ]);
  });

  test.each(['/etc/passwd', '../secrets.txt', 'data/../../x.txt', 'C:\\x.txt', 'data//x.txt', 'a\nb'])(
    'a path that leads out of the project: %s',
    (file) => {
      const document = tinyLanguage({ text: { text: 'file' } });
      const set = changed(document, { type: 'node.settings', graph: null, node: 'text', set: { file } });
      expect(sentences(set)[0]).toMatch(/^"File" of Text must be a file in the project’s folder/);
      expect(() => assigned(document, `text.file=${file}`)).toThrow(/must be a file in the project’s folder/);
    },
  );

  test('a token table outside a sequence model', () => {
    const document = tinyLanguage();
    const wrong = { ...document.networks.block };
    wrong.nodes = wrong.nodes.map((each) =>
      each.id === 'norm1' ? { ...each, type: 'layer.token_embedding', settings: { width: 8, spread: 0.02 } } : each,
    );
    const found = sentences({ ...document, networks: { ...document.networks, block: wrong } });
    expect(found.some((sentence) => sentence.includes('Token embedding needs labels or tokens'))).toBe(true);
  });
});

test('the analysis knows the shapes on the wires, and as many parameters as PyTorch has', () => {
  const analysis = analyse(tinyLanguage(), catalogue);
  expect(analysis.problems).toEqual([]);
  expect(analysis.edges['text_tokens-model_tokens'].text).toBe('3 × 5 of 7');
  expect(analysis.edges['model_logits-loss_logits'].shape).toEqual([3, 5, 7]);
  expect(analysis.parameterCount).toBe(
    Object.values(golden.parameters).reduce((sum, { shape }) => sum + sizeOf(shape), 0),
  );
});
