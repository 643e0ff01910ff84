import { describeValue } from '../text';
import { type Command, planned, refuse } from './types';

const LONGEST_TITLE = 120;
const LARGEST_SEED = 2 ** 31 - 1;

export const setTitle: Command<{ title: string }> = {
  id: 'document.setTitle',
  label: 'Rename project',
  history: 'merge',
  plan({ document }, { title }) {
    if (title.trim() === '') return refuse('A project needs a title.');
    if (title.length > LONGEST_TITLE) {
      return refuse(`A title has at most ${LONGEST_TITLE} characters; this one has ${title.length}.`);
    }
    if (title === document.title) return planned([]);
    return planned([{ type: 'document.update', patch: { title } }], { mergeKey: 'title' });
  },
};

export const setSeed: Command<{ seed: number }> = {
  id: 'document.setSeed',
  label: 'Change seed',
  history: 'merge',
  plan({ document }, { seed }) {
    if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
      return refuse(`The seed must be a whole number from 0 to ${LARGEST_SEED}; it is ${describeValue(seed)}.`);
    }
    if (seed === document.seed) return planned([]);
    return planned([{ type: 'document.update', patch: { seed } }], { mergeKey: 'seed' });
  },
};
