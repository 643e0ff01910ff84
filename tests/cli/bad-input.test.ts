import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { templateText } from '../core/compile/documents';
import { loomJson, temporaryFolder } from './loom';

const folder = temporaryFolder();
const text = templateText('vae-digits');

const replaced = (from: string, to: string): string => {
  expect(text.split(from)).toHaveLength(2);
  return text.replace(from, to);
};
const withEdge = (edge: string): string =>
  replaced('      { "id": "data_x-encoder_x"', `      ${edge},\n      { "id": "data_x-encoder_x"`);

interface Case {
  content: string;
  /** Where the problem stands and what it says; the text is the whole sentence. */
  problems: { node: string | null; message: string }[];
}

const FILE = 'broken.json';
const cases: Record<string, Case> = {
  'is truncated': {
    content: text.slice(0, 2_000),
    problems: [
      {
        node: null,
        message: `${FILE} ends too early at line ${text.slice(0, 2_000).split('\n').length}; it was cut off, so open an earlier copy of it.`,
      },
    ],
  },
  'is empty': {
    content: '',
    problems: [{ node: null, message: `${FILE} is empty; open an earlier copy of it.` }],
  },
  'is of a future version': {
    content: replaced('"format": "latent-loom",\n  "version": 3', '"format": "latent-loom",\n  "version": 4'),
    problems: [
      {
        node: null,
        message: `${FILE} was saved by a newer Latent Loom (format 4, this one reads up to 3); update Latent Loom to open it.`,
      },
    ],
  },
  'has a loop': {
    content: withEdge(
      '{ "id": "loop", "source": { "node": "decoder", "port": "x_hat" }, "target": { "node": "encoder", "port": "x" } }',
    ).replace(/ {6}\{ "id": "data_x-encoder_x".*\n/, ''),
    problems: [
      {
        node: 'encoder',
        message: 'The wires form a loop (Encoder → Reparameterize → Decoder → Encoder); delete one of them.',
      },
    ],
  },
  'has a node of an unknown type': {
    content: replaced('"type": "objective.kl"', '"type": "objective.kll"'),
    problems: [
      {
        node: 'kl',
        message: 'Node "kl" has the type "objective.kll", which does not exist here; did you mean "objective.kl"?',
      },
    ],
  },
  'has a wire that does not fit': {
    content: replaced(
      '"source": { "node": "reparameterize", "port": "z" }',
      '"source": { "node": "data", "port": "label" }',
    ),
    problems: [
      {
        node: 'decoder',
        message:
          'The wire from "labels" of MNIST digits to "z" of Decoder does not fit: z takes latent values or noise; labels are classes.',
      },
    ],
  },
  'has a wire to a node that is not there': {
    content: replaced(
      '"source": { "node": "kl", "port": "kl" }, "target": { "node": "elbo"',
      '"source": { "node": "kl", "port": "kl" }, "target": { "node": "elbows"',
    ),
    problems: [
      {
        node: null,
        message: 'A wire ends at node "elbows", which does not exist in the study; delete the wire.',
      },
      { node: 'elbo', message: '"KL" of Held-out −ELBO is not connected; connect a number to it.' },
    ],
  },
  'has a setting out of bounds': {
    content: replaced('"beta": 1\n', '"beta": -1\n'),
    problems: [{ node: 'kl', message: '"β" of KL divergence must be at least 0; it is −1.' }],
  },
};

const files = async (): Promise<string[]> => (await readdir(folder)).sort();

describe('a project that', () => {
  test.each(Object.entries(cases))(
    '%s is refused in one sentence each and left as it is',
    async (_name, { content, problems }) => {
      const path = join(folder, FILE);
      await writeFile(path, content);
      const before = await files();
      const [checked, trained] = await Promise.all([
        loomJson(folder, 'check', FILE),
        loomJson(folder, 'train', FILE, '--steps', '2', '--out', 'never'),
      ]);
      expect(checked).toMatchObject({ code: 2, json: { ok: false, problems } });
      expect(checked.stderr.trimEnd().split('\n')).toEqual(problems.map(({ message }) => message));
      expect(trained).toMatchObject({
        code: 2,
        json: { error: problems[0].message },
        stderr: `${problems[0].message}\n`,
      });
      expect(await readFile(path, 'utf8')).toBe(content);
      expect(await files()).toEqual(before);
    },
  );

  test('has a setting that is NaN is refused with its place in the file', async () => {
    const path = join(folder, FILE);
    const content = replaced('"beta": 1\n', '"beta": NaN\n');
    await writeFile(path, content);
    const { code, json, stderr } = await loomJson(folder, 'check', FILE);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^broken\.json .*NaN.*\.\n$/);
    expect(json).toMatchObject({ ok: false, problems: [{ message: stderr.trimEnd() }], parameters: 0, shapes: {} });
    expect(await readFile(path, 'utf8')).toBe(content);
  });
});

describe('a mistake on the command line is one sentence and exit code 2:', () => {
  const mistakes: [string, string[], string][] = [
    ['no such command', ['trian', 'vae-digits'], 'loom has no command "trian"; it has templates, check, train,'],
    ['no such file', ['train', 'no/such.json'], 'no/such.json: there is no such file; give a template id'],
    [
      'no such template',
      ['train', 'vae'],
      '"vae" is neither a template (hierarchical-vae-digits, vae-2d, vae-conv-digits, vae-digits, vqvae-digits) nor a file here.',
    ],
    [
      'no such flag',
      ['train', 'vae-digits', '--epochs', '3'],
      'loom train: Unknown option \'--epochs\'; "loom help" lists',
    ],
    ['nothing to train', ['train'], 'loom train needs a template id or a project file.'],
    [
      'a number too many',
      ['check', 'vae-digits', 'kl.beta=2'],
      'loom check takes one argument besides its flags, but also got "kl.beta=2"',
    ],
    [
      'no whole number',
      ['train', 'vae-digits', '--steps', '1.5'],
      '--steps must be a whole number of at least 1; it is "1.5".',
    ],
    [
      'a negative number',
      ['train', 'vae-digits', '--steps', '-3'],
      '--steps must be a whole number of at least 1; it is "-3".',
    ],
    [
      'a seed too large',
      ['train', 'vae-digits', '--seed', '3000000000'],
      '--seed must be a whole number from 0 to 2147483647; it is "3000000000".',
    ],
    [
      'an assignment that is none',
      ['check', 'vae-digits', '--set', 'beta'],
      '--set beta: "beta" is not an assignment; write node.setting=value',
    ],
    [
      'no such node',
      ['check', 'vae-digits', '--set', 'kll.beta=1'],
      '--set kll.beta=1: There is no node "kll" in the study; did you mean "kl"?',
    ],
    [
      'no such setting',
      ['check', 'vae-digits', '--set', 'kl.bet=1'],
      '--set kl.bet=1: KL divergence has no setting "bet"; did you mean "beta"?',
    ],
    [
      'a value out of bounds',
      ['check', 'vae-digits', '--set', 'kl.beta=NaN'],
      '--set kl.beta=NaN: "β" of KL divergence must be a number from 0 to 20; it is "NaN".',
    ],
    [
      'no such engine',
      ['train', 'rectified-flow-2d', '--backend', 'abacus'],
      'engine: got "abacus", expected one of cpu, webgpu, cuda',
    ],
    ['no run', ['sample', 'nowhere'], 'nowhere: holds no run; give the folder that a training run wrote.'],
    [
      'no run to resume',
      ['train', 'vae-digits', '--resume', 'nowhere'],
      'nowhere: holds no run; give the folder that a training run wrote.',
    ],
    [
      'no latent values',
      ['decode', 'nowhere', '--z', 'a,b'],
      '--z must be numbers with commas between them; it is "a,b".',
    ],
  ];

  test.each(mistakes)('%s', async (_name, args, sentence) => {
    const before = await files();
    const { code, json, stderr } = await loomJson(folder, ...args);
    expect(code).toBe(2);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(sentence);
    expect(JSON.stringify(json)).toContain(JSON.stringify(lines[0]).slice(1, -1));
    expect(await files()).toEqual(before);
  });
});
