import type { Recording } from '../../audio/recording.ts';
import { measureClassification } from '../../metrics/classification.ts';
import { loadNetwork, saveNetwork } from '../../network/network-artifact.ts';
import { classOutputs, classPredictions } from '../class-predictions.ts';
import { describeLabelled, labelledParts, withClasses } from '../labelled-files.ts';
import { majorityBaseline } from '../majority-baseline.ts';
import type { Recipe } from '../recipe.ts';
import { describeRecordings } from './describe-recordings.ts';
import { fitAudioNetwork } from './fit.ts';
import { parseAudioInput } from './inputs.ts';
import { defaultKnobs, searchSpace } from './knobs.ts';
import { resemblesAudio } from './layout.ts';
import { classifyRecordings, type AudioModel } from './model.ts';
import { parseAudioPreprocessing, powerOf, powersOf } from './preprocessing.ts';
import { readRecordings, type AudioData, type AudioExample } from './read-recordings.ts';

/** Tells sounds apart, by a small convolutional network on their spectrograms. */
export const audioClassification: Recipe<AudioData, Recording, AudioModel> = {
  name: 'audio-classification',
  title: 'Audio classification',
  scoreName: 'accuracy',
  dataFormat:
    'A zip or folder of WAV files with a folder a class, or audios.csv with the columns path and class.',

  readData: readRecordings,
  resembles: resemblesAudio,
  describe: (data) => ({
    ...describeLabelled(data),
    audio: describeRecordings(data.examples),
  }),
  ...labelledParts<AudioExample>(),
  alignToModel: (data, { preprocessing }) => withClasses(data, preprocessing.classes),

  knobs: () => searchSpace,
  defaults: ({ examples }) => defaultKnobs(examples.length),
  fit: fitAudioNetwork,
  evaluate: async (model, data) => {
    const { preprocessing } = model;
    const probabilities = await classifyRecordings(model, powersOf(data, preprocessing));
    return measureClassification({
      classes: preprocessing.classes,
      probabilities,
      labels: data.labels,
    });
  },
  baseline: (train, test) => majorityBaseline(train.labels, test.labels, train.classes),

  save: async ({ network, preprocessing }) => saveNetwork(network, preprocessing),
  load: async (files) => {
    const { network, preprocessing } = await loadNetwork(files);
    return { network, preprocessing: parseAudioPreprocessing(preprocessing) };
  },
  dispose: ({ network }) => void network.dispose(),

  inputs: () => [
    {
      name: 'data',
      type: 'audio',
      description:
        'A recording as WAV, of which a minute is heard: a multipart file, or base64 text in JSON.',
    },
  ],
  outputs: (model) => classOutputs(model?.preprocessing.classes),
  parseInput: async (_, raw) => parseAudioInput(raw),
  predict: async (model, inputs) => {
    const { preprocessing } = model;
    const powers = inputs.map((recording) => powerOf(recording, preprocessing));
    return classPredictions(await classifyRecordings(model, powers), preprocessing.classes);
  },
};
