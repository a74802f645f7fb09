import { hashText } from '@orangery/schemas';
import { measureClassification } from '../../metrics/classification.ts';
import { predictProbabilities } from '../../network/classifier.ts';
import { classOutputs, classPredictions } from '../class-predictions.ts';
import { countClasses, indexLabels } from '../labels.ts';
import { majorityBaseline } from '../majority-baseline.ts';
import type { Recipe } from '../recipe.ts';
import { describeWords } from '../text/describe-words.ts';
import { splitWords } from '../text/split-words.ts';
import { loadTextModel, saveTextModel } from './artifact.ts';
import { denseSource } from './embedding.ts';
import { fitTexts } from './fit.ts';
import { parseTextInput } from './inputs.ts';
import { defaultKnobs, searchSpace } from './knobs.ts';
import { linearProbabilities } from './linear.ts';
import type { TextModel } from './model.ts';
import { fingerprintOfTexts, readTexts, type TextData } from './read-texts.ts';
import { resemblesTexts } from './resembles.ts';

/** Tells texts apart by their words, by a linear model or a small network. */
export const textClassification: Recipe<TextData, string, TextModel> = {
  name: 'text-classification',
  title: 'Text classification',
  scoreName: 'accuracy',
  dataFormat:
    'A zip or folder of .txt files with a folder a class, texts.csv with the columns path and class, or a table in CSV, TSV, JSON lines or Parquet with a column of texts and one of classes.',

  readData: readTexts,
  resembles: resemblesTexts,
  describe: (data) => ({
    format: data.format,
    examples: data.examples.length,
    fingerprint: fingerprintOfTexts(data.examples),
    ...(data.target === undefined ? {} : { target: data.target }),
    ...(data.targetChosenBy === undefined ? {} : { targetChosenBy: data.targetChosenBy }),
    classes: countClasses(data.examples.map(({ label }) => label)),
    words: describeWords(wordsOf(data)),
    ...(data.skipped.length > 0 ? { skipped: [...data.skipped] } : {}),
  }),
  exampleHashes: function* ({ examples }) {
    // the same words are the same text, however its lines are broken
    for (const { text } of examples) yield hashText(text.trim().replace(/\s+/gu, ' '));
  },
  strata: ({ examples }) => examples.map(({ label }) => label),
  select: (data, indices) => ({
    ...data,
    examples: indices.map((index) => data.examples[index]!),
    labels: Int32Array.from(indices, (index) => data.labels[index]!),
  }),
  align: (data, reference) => withClasses(data, reference.classes),
  alignToModel: (data, { preprocessing }) => withClasses(data, preprocessing.classes),
  rawInputs: async ({ examples }, indices) =>
    indices.map((index) => ({ kind: 'value', value: { text: examples[index]!.text } })),

  knobs: ({ examples }) => searchSpace(examples.reduce((sum, { text }) => sum + text.length, 0)),
  defaults: () => defaultKnobs,
  fit: fitTexts,
  evaluate: async (model, { examples, labels }) =>
    measureClassification({
      classes: model.preprocessing.classes,
      probabilities: await probabilitiesOf(
        model,
        examples.map(({ text }) => text),
      ),
      labels,
    }),
  baseline: (train, test) => majorityBaseline(train.labels, test.labels, train.classes),

  save: saveTextModel,
  load: loadTextModel,
  dispose: (model) => void (model.family === 'embedding' && model.network.dispose()),

  inputs: () => [
    {
      name: 'text',
      type: 'text',
      description: 'A text of any length: JSON, a form’s field, or a .txt file.',
      example: 'Give it a text like those it learnt from.',
    },
  ],
  outputs: (model) => classOutputs(model?.preprocessing.classes),
  parseInput: async (_, raw) => parseTextInput(raw),
  predict: async (model, texts) =>
    classPredictions(await probabilitiesOf(model, texts), model.preprocessing.classes),
};

async function probabilitiesOf(model: TextModel, texts: readonly string[]): Promise<Float32Array> {
  const { terms, classes } = model.preprocessing;
  const rows = model.encoder.encode(texts);
  if (model.family === 'linear') return linearProbabilities(rows, model.weights, classes.length);
  const shape = { terms: terms.length, classes: classes.length };
  const source = denseSource(rows, new Int32Array(texts.length), shape);
  return predictProbabilities(model.network, source, classes.length);
}

function* wordsOf({ examples }: TextData): Generator<readonly string[]> {
  for (const { text } of examples) yield splitWords(text);
}

function withClasses(data: TextData, classes: readonly string[]): TextData {
  const names = data.examples.map(({ label }) => label);
  return { ...data, classes, labels: indexLabels(names, classes) };
}
