import type { ProbeInfo, SamplerInfo } from '../../src/protocol/session-info';

/** A model that answers nothing. */
export const noProbes: ProbeInfo = {
  encode: null,
  decode: null,
  reconstruct: false,
  autoencoders: [],
  samplers: [],
  methods: [{ method: 'sampler.euler', title: 'Euler sampler', stochastic: false }],
  field: null,
  walks: [],
  densities: [],
  text: null,
  codes: null,
  adversarial: null,
};

/** An Euler sampler of 50 steps without labels, but for what is given. */
export const eulerInfo = (change: Partial<SamplerInfo> = {}): SamplerInfo => ({
  node: 'euler',
  title: 'Euler',
  method: 'sampler.euler',
  num_inference_steps: 50,
  eta: 0,
  guidance_scale: 1,
  classes: 0,
  guided: false,
  ...change,
});
