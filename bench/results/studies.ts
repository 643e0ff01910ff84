/** What is trained for docs/results.md: every template as it stands, and the settings that are measured besides. */

export interface ResultStudy {
  /** Names the row: the template, or the template and what is changed. */
  id: string;
  template: string;
  /** `node.setting=value`, as `--set` takes them. */
  set: readonly string[];
  /** Several: medians over them. */
  seeds: readonly number[];
  /** Replaces the template's references by metric. */
  references?: readonly { metric: string; value: number | [number, number]; source: string }[];
}

const FIVE = [1, 2, 3, 4, 5];

/** Templates whose samples scatter from seed to seed. */
const OFTEN: Readonly<Record<string, readonly number[]>> = { 'gan-2d': FIVE, 'wgan-gp-2d': FIVE };

const VARIANTS: readonly ResultStudy[] = [
  {
    id: 'vae-digits, 20 latents',
    template: 'vae-digits',
    set: ['encoder.latent=20'],
    seeds: [1],
    references: [
      { metric: 'test_elbo', value: [104.4, 106.4], source: 'PyTorch 1.13, same network and data, ten epochs: 105.4' },
    ],
  },
];

/** Every study of some templates, in their order. */
export const resultStudies = (templates: readonly string[]): ResultStudy[] =>
  templates.flatMap((template) => [
    { id: template, template, set: [], seeds: OFTEN[template] ?? [1] },
    ...VARIANTS.filter((variant) => variant.template === template),
  ]);
