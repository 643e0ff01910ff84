import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Setting } from '../../../src/core/catalogue/types';
import { apply, formatSettingText, parseSettingText, planAssignment, type SettingValue } from '../../../src/core/graph';
import { blank, catalogue, definitionOf, node, vae, withStudy } from './support';

const { beta, free } = definitionOf('objective.kl').settings;
const { rate, hidden } = definitionOf('trainer.adam').settings;
const { set, points } = definitionOf('data.points').settings;
const { batch } = definitionOf('data.digits').settings;

describe('parseSettingText reads what people type', () => {
  test.each<[Setting, string, SettingValue]>([
    [beta, '0.5', 0.5],
    [beta, ' 1e-3 ', 1e-3],
    [beta, '1\u2009000', 1000],
    [rate, '.01', 0.01],
    [batch, '64', 64],
    [batch, '1e2', 100],
    [free, 'yes', true],
    [free, 'OFF', false],
    [set, 'drawn', 'drawn'],
    [set, 'two moons', 'moons'],
    [hidden, '400,400', [400, 400]],
    [hidden, '[400, 200]', [400, 200]],
    [hidden, '784 × 400', [784, 400]],
    [
      points,
      '0,0; 0.5,−1',
      [
        [0, 0],
        [0.5, -1],
      ],
    ],
    [
      points,
      '[[0, 0], [1, 1]]',
      [
        [0, 0],
        [1, 1],
      ],
    ],
    [points, '', []],
  ])('%o from "%s"', (setting, text, value) => {
    expect(parseSettingText(setting, text)).toEqual({ ok: true, value });
  });

  test.each<[Setting, string, string]>([
    [beta, '', '"beta" must be a number at least 0; it is empty.'],
    [beta, 'NaN', '"beta" must be a number at least 0; it is "NaN".'],
    [beta, '0,5', '"beta" must be a number at least 0; it is "0,5".'],
    [beta, '1e999', '"beta" must be a number at least 0; it is ∞.'],
    [beta, '−1', '"beta" must be at least 0; it is −1.'],
    [batch, '1.5', '"Batch size" must be a whole number from 1 to 4096; it is 1.5.'],
    [free, 'maybe', '"Free bits" must be true or false; it is "maybe".'],
    [set, 'sun', '"Set" must be "moons" or "drawn"; it is "sun".'],
    [hidden, '400,x', '"Widths" must be a list of whole numbers from 1 to 4096; it is "400,x".'],
    [hidden, '400,0', '"Widths" must hold whole numbers from 1 to 4096; entry 2 is 0.'],
    [points, '1,2,3', '"Points" must be a list of points [x, y]; it is "1,2,3".'],
  ])('%o refuses "%s"', (setting, text, message) => {
    expect(parseSettingText(setting, text)).toEqual({ ok: false, message });
  });

  it('reads back what formatSettingText writes', () => {
    const coordinate = fc.double({ min: -1, max: 1, noNaN: true }).map((value) => value + 0); // a text has no −0
    const cases: [Setting, fc.Arbitrary<SettingValue>][] = [
      [beta, fc.double({ min: 0, noNaN: true, noDefaultInfinity: true })],
      [hidden, fc.array(fc.integer({ min: 1, max: 4096 }), { minLength: 1, maxLength: 4 })],
      [points, fc.array(fc.tuple(coordinate, coordinate))],
      [free, fc.boolean()],
    ];
    for (const [setting, values] of cases) {
      fc.assert(
        fc.property(values, (value) => {
          expect(parseSettingText(setting, formatSettingText(value))).toEqual({ ok: true, value });
        }),
      );
    }
  });
});

describe('planAssignment reads one --set of the command line', () => {
  it('changes a setting of a study node', () => {
    const plan = planAssignment(vae(), catalogue, 'kl.beta=4');
    if (!plan.ok) throw new Error(plan.message);
    const { nodes } = apply(vae(), plan.value).study;
    expect(nodes.find(({ id }) => id === 'kl')?.settings.beta).toBe(4);
  });

  it('changes a setting of a layer inside a network', () => {
    const plan = planAssignment(vae(), catalogue, 'encoder/linear1.features=7');
    if (!plan.ok) throw new Error(plan.message);
    expect(apply(vae(), plan.value).networks.encoder.nodes[1].settings).toEqual({ features: 7 });
  });

  test.each([
    ['beta=4', '"beta=4" is not an assignment; write node.setting=value, for instance kl.beta=2.'],
    ['k1.beta=4', 'There is no node "k1" in the study; did you mean "kl"?'],
    ['k.beta=4', 'There is no node "k" in the study.'],
    ['kl.betta=4', 'KL divergence has no setting "betta"; did you mean "beta"?'],
    ['kl.toString=4', 'KL divergence has no setting "toString".'],
    ['kl.beta=-4', '"beta" of KL divergence must be at least 0; it is −4.'],
    ['encodr/linear1.features=7', 'The project has no network "encodr"; did you mean "encoder"?'],
    ['encoder/linear9.features=7', 'There is no node "linear9" in network "encoder"; did you mean "linear1"?'],
  ])('refuses %s', (text, message) => {
    expect(planAssignment(vae(), catalogue, text)).toEqual({ ok: false, message });
  });

  it('refuses a node of an unknown type', () => {
    const document = withStudy(blank(), { nodes: [node('a', 'new.thing')] });
    expect(planAssignment(document, catalogue, 'a.b=1')).toEqual({
      ok: false,
      message: 'Node "a" has the unknown type "new.thing".',
    });
  });
});
