import { describe, expect, it, test } from 'vitest';
import { checkSettings, defaultSettings, isSettingVisible, type SettingValue } from '../../../src/core/graph';
import { catalogue, definitionOf, node } from './support';

const kl = definitionOf('objective.kl');
const trainer = definitionOf('trainer.adam');
const points = definitionOf('data.points');

const messages = (type: string, settings: Record<string, SettingValue>) => {
  const definition = definitionOf(type);
  const checked = node('n', type, { settings: { ...defaultSettings(definition), ...settings } });
  return checkSettings(checked, definition).map(({ severity, message }) => `${severity}: ${message}`);
};

describe('defaults', () => {
  test.each(catalogue.all)('of $type are valid', (definition) => {
    expect(checkSettings(node('n', definition.type), definition)).toEqual([]);
  });

  it('are copies, so that a document never shares a list with the catalogue', () => {
    expect(defaultSettings(trainer).hidden).toEqual([400]);
    expect(defaultSettings(trainer).hidden).not.toBe(trainer.settings.hidden.default);
  });
});

describe('a setting that cannot hold its value is one sentence', () => {
  test.each<[string, Record<string, SettingValue>, string]>([
    ['objective.kl', { beta: -1 }, '"beta" of KL divergence must be at least 0; it is −1.'],
    ['objective.kl', { beta: 'much' }, '"beta" of KL divergence must be a number at least 0; it is the text "much".'],
    ['objective.kl', { beta: Number.NaN }, '"beta" of KL divergence must be a number at least 0; it is NaN.'],
    ['objective.kl', { free: 1 }, '"Free bits" of KL divergence must be true or false; it is 1.'],
    ['trainer.adam', { rate: 2 }, '"Learning rate" of Trainer must be at most 1; it is 2.'],
    ['trainer.adam', { rate: 1e-7 }, '"Learning rate" of Trainer must be at least 0.000001; it is 1e−7.'],
    ['trainer.adam', { hidden: [] }, '"Widths" of Trainer must have 1 to 4 entries; it has 0.'],
    [
      'trainer.adam',
      { hidden: [400, 0.5] },
      '"Widths" of Trainer must hold whole numbers from 1 to 4096; entry 2 is 0.5.',
    ],
    ['trainer.adam', { hidden: 400 }, '"Widths" of Trainer must be a list of whole numbers from 1 to 4096; it is 400.'],
    ['data.digits', { batch: 0.5 }, '"Batch size" of Digits must be a whole number from 1 to 4096; it is 0.5.'],
    ['data.digits', { batch: 0 }, '"Batch size" of Digits must be at least 1; it is 0.'],
    ['data.points', { set: 'sun' }, '"Set" of Points must be "moons" or "drawn"; it is the text "sun".'],
    [
      'data.points',
      {
        points: [
          [0, 0],
          [0, 1.5],
        ],
      },
      '"Points" of Points must hold points [x, y] with coordinates from −1 to 1; point 2 is not one.',
    ],
  ])('%s %j', (type, settings, sentence) => {
    expect(messages(type, settings)).toEqual([`error: ${sentence}`]);
  });

  it('calls the node by the name the user gave it', () => {
    const named = node('kl', 'objective.kl', { title: 'Prior match', settings: { beta: -1, free: false } });
    expect(checkSettings(named, kl)[0].message).toBe('"beta" of Prior match must be at least 0; it is −1.');
  });

  it('says that a setting is missing', () => {
    const [problem] = checkSettings(node('kl', 'objective.kl', { settings: { beta: 1 } }), kl);
    expect(problem.message).toBe('"Free bits" of KL divergence must be true or false; it is missing.');
  });

  it('warns of an unknown setting and proposes the one that was meant', () => {
    expect(messages('objective.kl', { betta: 2 })).toEqual([
      'warning: KL divergence has no setting "betta", so it is ignored; did you mean "beta"?',
    ]);
    expect(messages('objective.kl', { toString: 2 })).toEqual([
      'warning: KL divergence has no setting "toString", so it is ignored.',
    ]);
  });
});

describe('isSettingVisible', () => {
  it('follows the setting it depends on, and its default where that is not set', () => {
    expect(isSettingVisible(points, { set: 'drawn' }, 'points')).toBe(true);
    expect(isSettingVisible(points, { set: 'moons' }, 'points')).toBe(false);
    expect(isSettingVisible(points, {}, 'points')).toBe(false);
    expect(isSettingVisible(points, {}, 'set')).toBe(true);
  });
});
