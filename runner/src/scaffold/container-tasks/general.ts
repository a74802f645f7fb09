import { trainedOn, type ContainerTask } from './container-task.ts';

/** SINGA-Auto's GENERAL task: a model in the form that its developers know. */
export const general: ContainerTask = {
  words: 'any query, any answer: a model class of SINGA-Auto',
  fields: {
    ...trainedOn(
      'data',
      'CSV, of which every fourth row measures; or two data sets, one to learn from, one to measure with',
    ),
    inputs: [
      {
        ...{ name: 'query', type: 'text', required: false },
        description: 'Any JSON, or a text, as the model takes it.',
      },
      {
        ...{ name: 'file', type: 'file', required: false },
        description: 'The same as a file; any bytes.',
      },
    ],
    outputs: [
      { name: 'prediction', type: 'text', description: 'Any JSON, as the model gives it.' },
    ],
    dataset: {
      ...{ link: 'sample/watering.csv', license: 'CC0-1.0' },
      description:
        'What trees were watered with, made up to begin with; put your own in its place.',
    },
    resources: { cpu: 1, memory: '256Mi' },
    ...{ libraries: ['Python'], dataTypes: ['json'] },
    limitations:
      'The score was measured on the rows that the best of the trials was chosen by: on others it will be lower.',
  },
  sample: 'sample/query.txt',
  data: 'sample/watering.csv',
  made: 'By the class in `singa_model.py`, as SINGA-Auto’s developers write it; put yours in its place. `model.py` searches its knobs and serves it; `singa_auto/` has what it imports.',
};
