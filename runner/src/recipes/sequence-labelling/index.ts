import { hashText } from '@orangery/schemas';
import { measureLabelling } from '../../metrics/labelling.ts';
import { countClasses, indexLabels } from '../labels.ts';
import type { Recipe } from '../recipe.ts';
import { describeWords } from '../text/describe-words.ts';
import { loadSequenceModel, saveSequenceModel } from './artifact.ts';
import { majorityComparison, wordBaseline } from './baseline.ts';
import { knowsWord } from './feature-table.ts';
import { fitSequences } from './fit.ts';
import { parseSequenceInput, type SequenceInput } from './inputs.ts';
import { defaultKnobs, searchSpace } from './knobs.ts';
import { labelSentence } from './label.ts';
import type { SequenceModel } from './model.ts';
import { fingerprintOfSentences, readSequences, type SequenceData } from './read-corpus.ts';
import { resemblesCorpus } from './resembles.ts';

/** Gives each word of a sentence a label, by a linear chain over features of words. */
export const sequenceLabelling: Recipe<SequenceData, SequenceInput, SequenceModel> = {
  name: 'sequence-labelling',
  title: 'Sequence labelling',
  scoreName: 'accuracy',
  dataFormat:
    'CoNLL-U (the column upos, or the one named), corpus.tsv with the columns token and tag, or a word a line with its label last and empty lines between sentences.',

  readData: readSequences,
  resembles: resemblesCorpus,
  describe: ({ format, target, targetChosenBy, sentences, skipped }) => ({
    format,
    examples: sentences.length,
    fingerprint: fingerprintOfSentences(sentences),
    target,
    ...(targetChosenBy === undefined ? {} : { targetChosenBy }),
    classes: countClasses(sentences.flatMap(({ labels }) => labels)),
    words: describeWords(sentences.map(({ tokens }) => tokens)),
    ...(skipped.length > 0 ? { skipped: [...skipped] } : {}),
  }),
  exampleHashes: ({ sentences }) => sentences.map(({ tokens }) => hashText(JSON.stringify(tokens))),
  strata: ({ sentences }) => sentences.map(() => 'sentence'),
  select: (data, indices) => ({
    ...data,
    sentences: indices.map((index) => data.sentences[index]!),
    labels: indices.map((index) => data.labels[index]!),
  }),
  align: (data, reference) => withClasses(data, reference.classes),
  alignToModel: (data, { classes }) => withClasses(data, classes),
  rawInputs: async ({ sentences }, indices) =>
    indices.map((index) => ({ kind: 'value', value: { tokens: sentences[index]!.tokens } })),

  knobs: () => searchSpace,
  defaults: () => defaultKnobs,
  fit: fitSequences,
  evaluate: async (model, { sentences, labels }) =>
    measureLabelling(
      model.classes,
      sentences.map(({ tokens }, index) => ({
        labels: labels[index]!,
        predicted: labelSentence(model, tokens),
        isUnknown: tokens.map((token) => !knowsWord(model.table, token)),
      })),
    ),
  baseline: wordBaseline,
  compare: async ({ train, test }) => [majorityComparison(train, test)],

  save: async (model) => saveSequenceModel(model),
  load: async (files) => loadSequenceModel(files),
  dispose: () => {
    // weights are plain arrays
  },

  inputs: () => [
    {
      name: 'tokens',
      type: 'tokens',
      description: 'Words of a sentence as a JSON list, or a text, which is split by simple rules.',
      example: 'Give it a sentence like those it learnt from.',
    },
  ],
  outputs: (model) => [
    { name: 'tokens', type: 'tokens', description: 'The words, as they were given or split.' },
    {
      name: 'labels',
      type: 'tokens',
      description: 'The label of each word, in order.',
      ...(model === null ? {} : { values: [...model.classes] }),
    },
  ],
  parseInput: async (_, raw) => parseSequenceInput(raw),
  predict: async (model, inputs) =>
    inputs.map((sentences) => ({
      tokens: sentences.flat(),
      labels: sentences.flatMap((tokens) =>
        Array.from(labelSentence(model, tokens), (label) => model.classes[label]!),
      ),
    })),
};

function withClasses(data: SequenceData, classes: readonly string[]): SequenceData {
  const labels = data.sentences.map((sentence) => indexLabels(sentence.labels, classes));
  return { ...data, classes, labels };
}
