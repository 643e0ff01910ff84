import { BYTES, OWN_TEXT, textChoices } from '../data/text';
import type { Settings } from '../graph/document';
import { set } from './remedies';
import { type BuildContext, defineNode, type TextSpec } from './types';

const specOf = (settings: Settings): TextSpec => ({
  type: 'text',
  text: String(settings.text),
  file: String(settings.file),
  tokenizer: settings.tokenizer === 'bpe' ? 'bpe' : 'character',
  vocabulary: Number(settings.vocabulary),
  length: Number(settings.length),
});

const check = (context: BuildContext): void => {
  if (context.text('text') === OWN_TEXT && context.text('file') === '')
    context.fail(
      'has no file yet; choose one in the inspector, or a text that comes with the program.',
      set('text', textChoices[0].id, `Choose ${textChoices[0].title}`),
    );
  if (context.text('tokenizer') === 'bpe' && context.number('vocabulary') <= BYTES)
    context.fail(
      `needs a vocabulary of more than ${BYTES} for byte pairs, as each byte is a token; set it to 512.`,
      set('vocabulary', 512, 'Set vocabulary to 512'),
    );
};

const textData = defineNode({
  type: 'data.text',
  version: 1,
  title: 'Text',
  level: 'study',
  category: 'data',
  summary: 'Windows of a book, or of a text of your own, as tokens',
  help: 'Cuts a text into tokens and gives windows of them from random places. The last tenth is held out: it only measures, and the tokenizer never sees it. A text of your own is copied into the project’s folder.',
  keywords: ['book', 'characters', 'tokenizer', 'bpe', 'byte-pair encoding', 'corpus', 'language', 'dataset', 'file'],
  inputs: {},
  outputs: {
    tokens: { label: 'tokens', kinds: ['tokens'] },
    characters: {
      label: 'characters',
      kinds: ['value'],
      help: 'Characters that a held-out token stands for, on average.',
    },
  },
  settings: {
    text: {
      type: 'choice',
      label: 'Text',
      help: 'What is read.',
      default: textChoices[0].id,
      options: [
        ...textChoices.map(({ id, title }) => ({ value: id, label: title })),
        { value: OWN_TEXT, label: 'A file of your own' },
      ],
    },
    file: {
      type: 'file',
      label: 'File',
      help: 'Plain text in UTF-8, 8 MB at most.',
      default: '',
      visibleWhen: { setting: 'text', is: [OWN_TEXT] },
    },
    tokenizer: {
      type: 'choice',
      label: 'Tokenizer',
      help: 'Characters are simple and short sequences hold few words. Byte pairs join what often stands together into one token (Sennrich et al. 2016), so a window holds more text and the vocabulary is larger.',
      default: 'character',
      options: [
        { value: 'character', label: 'Characters' },
        { value: 'bpe', label: 'Byte pairs (BPE)' },
      ],
    },
    vocabulary: {
      type: 'integer',
      label: 'Vocabulary',
      help: 'Different tokens. Of characters the most frequent, and one token for all others; of byte pairs the 256 bytes and as many merges as are left.',
      default: 80,
      min: 2,
      max: 4_096,
      scale: 'log',
    },
    length: {
      type: 'integer',
      label: 'Window',
      help: 'Tokens in a window: how far back a model can look.',
      default: 64,
      min: 1,
      max: 1_024,
      scale: 'log',
    },
    batch_size: {
      type: 'integer',
      label: 'Batch size',
      help: 'Windows seen at every step.',
      default: 32,
      min: 1,
      max: 4_096,
      scale: 'log',
    },
  },
  dataset: specOf,
  build: (context) => {
    check(context);
    const batch = context.batchSize ?? context.number('batch_size');
    const tensor = context.batch('tokens', [batch, context.number('length')]);
    return {
      tokens: { kind: 'tokens', tensor, vocabulary: context.number('vocabulary') },
      characters: { kind: 'value', tensor: context.batch('characters', []) },
    };
  },
});

export const texts = [textData];
