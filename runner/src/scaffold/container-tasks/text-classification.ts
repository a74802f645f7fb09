import { trainedOn, type ContainerTask } from './container-task.ts';

/** The language of a text, by its letters. */
export const textClassification: ContainerTask = {
  words: 'what a text is; trainable on a table of texts and labels',
  fields: {
    ...trainedOn('table', 'CSV with the columns text and label'),
    dataset: {
      ...{ link: 'sample/sentences.csv', target: 'label', license: 'CC0-1.0' },
      description: 'Sentences of three languages, to begin with; put your own in its place.',
    },
    resources: { cpu: 1, memory: '256Mi' },
    libraries: ['Python'],
    dataTypes: ['text'],
  },
  sample: 'sample/text.txt',
  data: 'sample/sentences.csv',
  made: 'The letters that stand together in a text, by naive Bayes.',
};
