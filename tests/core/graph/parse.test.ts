import { describe, expect, it, test } from 'vitest';
import { type ProjectDocument, parseDocument, serializeDocument, validateStructure } from '../../../src/core/graph';
import { blank, catalogue, node, vae, withStudy } from './support';

const text = serializeDocument(vae());

function refusal(source: string): string {
  const result = parseDocument(source, catalogue, 'vae.json');
  if (result.ok) throw new Error('it opened');
  expect(result.problems[0].message).toBe(result.problem);
  return result.problem;
}

function opened(source: string) {
  const result = parseDocument(source, catalogue, 'vae.json');
  if (!result.ok) throw new Error(result.problem);
  return result;
}

/** The valid file with one change anywhere in its JSON. */
function changed(edit: (raw: ReturnType<typeof JSON.parse>) => void): string {
  const raw = JSON.parse(text);
  edit(raw);
  return JSON.stringify(raw, null, 2);
}

describe('a file that is not JSON', () => {
  test.each([
    ['', 'vae.json is empty; open an earlier copy of it.'],
    [' \n\n', 'vae.json is empty; open an earlier copy of it.'],
    ['{\n  "format": "latent-lo', 'vae.json ends too early at line 2; it was cut off, so open an earlier copy of it.'],
    ['{\n  "a": 1,\n', 'vae.json ends too early at line 2; it was cut off, so open an earlier copy of it.'],
    ['{ "a": tru', 'vae.json ends too early at line 1; it was cut off, so open an earlier copy of it.'],
    [
      '{ "a": 1\n "b": 2 }',
      'vae.json is not valid JSON at line 2, column 2: expected "," or "}" but found a quotation mark.',
    ],
    ['[1 2]', 'vae.json is not valid JSON at line 1, column 4: expected "," or "]" but found "2".'],
    ['{ a: 1 }', 'vae.json is not valid JSON at line 1, column 3: expected a name in quotation marks but found "a".'],
    ['{ "a" 1 }', 'vae.json is not valid JSON at line 1, column 7: expected ":" but found "1".'],
    ['{ "a": one }', 'vae.json is not valid JSON at line 1, column 8: expected a value but found "one".'],
    ['{ "a": 01 }', 'vae.json is not valid JSON at line 1, column 8: expected a value but found "01".'],
    [
      '{ "a": "x\n" }',
      'vae.json is not valid JSON at line 1, column 10: expected a closing quotation mark but found the end of the line.',
    ],
    [
      '{ "a": "\\q" }',
      'vae.json is not valid JSON at line 1, column 8: expected a text with valid escapes but found a quotation mark.',
    ],
    ['{} {}', 'vae.json is not valid JSON at line 1, column 4: expected the end of the file but found "{".'],
    ['[1,]', 'vae.json is not valid JSON at line 1, column 4: expected a value but found "]".'],
    ['<<<<<<< HEAD\n{}', 'vae.json is not valid JSON at line 1, column 1: expected a value but found "<".'],
    [
      `${'['.repeat(200_000)}x`,
      'vae.json is not valid JSON at line 1, column 102: expected fewer brackets inside each other but found "[".',
    ],
  ])('%j is one sentence', (source, sentence) => {
    expect(refusal(source)).toBe(sentence);
  });

  it('may begin with a byte order mark', () => {
    expect(opened(`\ufeff${text}`).document).toEqual(vae());
  });
});

describe('a file that is not a project of this program', () => {
  test.each([
    ['42', 'vae.json is not a Latent Loom project; it holds 42 instead of an object.'],
    ['null', 'vae.json is not a Latent Loom project; it holds null instead of an object.'],
    ['[]', 'vae.json is not a Latent Loom project; it holds an empty list instead of an object.'],
    ['{}', 'vae.json is not a Latent Loom project; "format" must be "latent-loom" and is missing.'],
    [
      '{"format":"comfy"}',
      'vae.json is not a Latent Loom project; "format" must be "latent-loom" and is the text "comfy".',
    ],
    ['{"format":"latent-loom"}', 'vae.json cannot be opened: "version" must be a whole number from 1; it is missing.'],
    [
      '{"format":"latent-loom","version":0}',
      'vae.json cannot be opened: "version" must be a whole number from 1; it is 0.',
    ],
    [
      '{"format":"latent-loom","version":7,"anything":"else"}',
      'vae.json was saved by a newer Latent Loom (format 7, this one reads up to 3); update Latent Loom to open it.',
    ],
  ])('%s is one sentence', (source, sentence) => {
    expect(refusal(source)).toBe(sentence);
  });
});

describe('a file with a broken structure', () => {
  const opening = 'vae.json cannot be opened: ';

  test.each<[string, string, string]>([
    [
      'a NaN setting',
      text.replace('"beta": 1', '"beta": NaN'),
      'setting "beta" of node "kl" in the study must be a number at least 0; it is NaN.',
    ],
    [
      'an infinite setting',
      text.replace('"beta": 1', '"beta": -Infinity'),
      'setting "beta" of node "kl" in the study must be a number at least 0; it is −∞.',
    ],
    [
      'a setting beyond all numbers',
      text.replace('"beta": 1', '"beta": 1e999'),
      'setting "beta" of node "kl" in the study must be a number at least 0; it is ∞.',
    ],
    [
      'a null setting',
      text.replace('"beta": 1', '"beta": null'),
      'setting "beta" of node "kl" in the study must be a number at least 0; it is null.',
    ],
    [
      'a NaN setting of a layer',
      text.replace('"features": 64', '"features": NaN'),
      'setting "features" of node "linear1" in network "decoder" must be a whole number from 1 to 8192; it is NaN.',
    ],
    [
      'a null setting of an unknown node',
      changed((raw) => {
        raw.study.nodes[0] = { ...raw.study.nodes[0], type: 'no.such', settings: { a: null } };
      }),
      'setting "a" of node "digits" in the study must be a number, a text, true or false, or a list of numbers or points; it is null.',
    ],
    ['no title', changed((raw) => delete raw.title), '"title" must be a text; it is missing.'],
    [
      'an empty title',
      changed((raw) => {
        raw.title = '';
      }),
      '"title" must have at least 1 character; it has 0.',
    ],
    [
      'a long title',
      changed((raw) => {
        raw.title = 'x'.repeat(121);
      }),
      '"title" must have at most 120 characters; it has 121.',
    ],
    [
      'a broken seed',
      changed((raw) => {
        raw.seed = 0.5;
      }),
      '"seed" must be a whole number; it is 0.5.',
    ],
    [
      'a negative seed',
      changed((raw) => {
        raw.seed = -1;
      }),
      '"seed" must be at least 0; it is −1.',
    ],
    [
      'a position that is not one',
      changed((raw) => {
        raw.study.nodes[1].position.x = 'left';
      }),
      '"position.x" of node "encoder" in the study must be a number; it is the text "left".',
    ],
    [
      'a node without an id',
      changed((raw) => delete raw.study.nodes[1].id),
      '"id" of node 2 in the study must be a text; it is missing.',
    ],
    [
      'an id with a space',
      changed((raw) => {
        raw.study.edges[0].id = 'e 1';
      }),
      '"id" of wire "e 1" in the study must be 1 to 64 letters, digits, "_" or "-"; it is the text "e 1".',
    ],
    [
      'a reserved id',
      changed((raw) => {
        raw.study.nodes[1].id = 'constructor';
      }),
      '"id" of node "constructor" in the study is a reserved word; it is the text "constructor".',
    ],
    [
      'a network with a bad name',
      changed((raw) => {
        raw.networks['a/b'] = raw.networks.encoder;
      }),
      'the name "a/b" in "networks" must be 1 to 64 letters, digits, "_" or "-".',
    ],
    [
      'a setting with a bad name',
      changed((raw) => {
        raw.study.nodes[5].settings['a b'] = 1;
      }),
      'the name "a b" in "settings" of node "kl" in the study must be 1 to 64 letters, digits, "_" or "-".',
    ],
    [
      'nodes that are not a list',
      changed((raw) => {
        raw.networks.encoder.nodes = {};
      }),
      '"nodes" of network "encoder" must be a list; it is an object.',
    ],
    [
      'a network that is not a graph',
      changed((raw) => {
        raw.networks.encoder = 3;
      }),
      'network "encoder" must be an object; it is 3.',
    ],
    [
      'a node that is not one',
      changed((raw) => {
        raw.study.nodes[0] = null;
      }),
      'node 1 in the study must be an object; it is null.',
    ],
    [
      'an unknown entry',
      changed((raw) => {
        raw.study.notes[0].colour = 'red';
      }),
      'note "note" in the study has an entry "colour" that does not belong there; remove it.',
    ],
    [
      'an unknown entry of the project',
      changed((raw) => {
        raw.sead = 3;
      }),
      'the project has an entry "sead" that does not belong there; remove it.',
    ],
    [
      'two nodes with one id',
      changed((raw) => raw.study.nodes.push(raw.study.nodes[0])),
      'two nodes in the study have the id "digits"; give one another id.',
    ],
    [
      'two wires with one id',
      changed((raw) => raw.networks.encoder.edges.push(raw.networks.encoder.edges[0])),
      'two wires in network "encoder" have the id "in-linear1"; give one another id.',
    ],
  ])('%s is one sentence', (_, source, sentence) => {
    expect(refusal(source)).toBe(opening + sentence);
  });

  it('names the place, so that a window or a command line can show it', () => {
    const result = parseDocument(text.replace('"features": 64', '"features": NaN'), catalogue);
    expect(!result.ok && result.problems).toMatchObject([{ network: 'decoder', node: 'linear1', severity: 'error' }]);
  });

  it('lists everything that is wrong', () => {
    const source = changed((raw) => {
      raw.seed = 'x';
      raw.study.nodes[0].position = null;
    });
    const result = parseDocument(source, catalogue);
    expect(!result.ok && result.problems).toHaveLength(2);
  });
});

describe('a file with mistakes that can be repaired in the window', () => {
  test.each<[string, ProjectDocument]>([
    ['an unknown node', withStudy(vae(), { nodes: [...vae().study.nodes, node('a', 'pasta.maker')] })],
    [
      'a setting out of range',
      withStudy(vae(), { nodes: [node('a', 'data.digits', { settings: { batch: -1 } })], edges: [] }),
    ],
    ['missing wires', withStudy(vae(), { edges: [] })],
    ['wires to nowhere', withStudy(vae(), { nodes: [] })],
    ['a missing network', { ...vae(), networks: {} }],
  ])('%s opens as it is and is reported', (_, document) => {
    const result = opened(serializeDocument(document));
    expect(result).toEqual({ ok: true, document, upgraded: [] });
    expect(validateStructure(result.document, catalogue)).not.toEqual([]);
  });
});

describe('a file from an older version', () => {
  const old = (settings: Record<string, unknown>) =>
    changed((raw) => {
      raw.study.nodes[5] = { ...raw.study.nodes[5], version: 1, settings };
    });

  it('is upgraded setting by setting, and says so', () => {
    const { document, upgraded } = opened(old({ weight: 4, free: true }));
    expect(document.study.nodes[5]).toMatchObject({ version: 2, settings: { beta: 4, free: true } });
    expect(upgraded).toEqual(['KL divergence was brought from version 1 to version 2.']);
  });

  it('gets the defaults of settings that did not exist then', () => {
    expect(opened(old({ weight: 4 })).document.study.nodes[5].settings).toEqual({ beta: 4, free: false });
  });

  it('is refused in one sentence where a setting cannot be upgraded', () => {
    expect(refusal(old({ weight: 'heavy' }))).toBe(
      'vae.json cannot be opened: the settings of node "kl" could not be brought from version 1 to version 2.',
    );
  });

  it('gets the default of a setting that is missing, inside networks too', () => {
    const source = changed((raw) => {
      raw.networks.encoder.nodes[1].settings = {};
    });
    const { document, upgraded } = opened(source);
    expect(document).toEqual(vae());
    expect(upgraded).toEqual(['"Features" of Linear was missing and is now the default.']);
  });

  it('says so once for a node that lacks several', () => {
    const source = changed((raw) => {
      raw.study.nodes[6].settings = {};
    });
    expect(opened(source).upgraded).toEqual([
      '"Learning rate", "Widths" of Trainer were missing and are now the default.',
    ]);
  });

  it('keeps the settings of a node from a newer version untouched', () => {
    const newer = node('a', 'objective.kl', { version: 9, settings: { gamma: 3 } });
    const document = withStudy(blank(), { nodes: [newer] });
    expect(opened(serializeDocument(document))).toEqual({ ok: true, document, upgraded: [] });
  });
});
