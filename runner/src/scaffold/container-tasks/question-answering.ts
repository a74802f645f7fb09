import { trainedOn, type ContainerTask } from './container-task.ts';

/** Answers to questions that stand in texts. */
export const questionAnswering: ContainerTask = {
  words: 'answers that stand in texts; trainable on texts of yours',
  fields: {
    ...trainedOn('documents', 'CSV with the columns title, text, question and answer'),
    inputs: [
      { name: 'question', type: 'text', description: 'A question in English.' },
      {
        ...{ name: 'context', type: 'text', required: false },
        description: 'A text to look in; left out, the documents that it was trained on.',
      },
    ],
    outputs: [
      { name: 'answer', type: 'text', description: 'Words of the text; none where it finds none.' },
      {
        name: 'score',
        type: 'number',
        description: 'Share of the question that it found, 0 to 1.',
      },
      { name: 'sentence', type: 'text', description: 'The sentence that the answer is from.' },
      { name: 'source', type: 'text', description: 'Title of the document.' },
    ],
    dataset: {
      ...{ link: 'sample/documents.csv', license: 'CC0-1.0' },
      description:
        'Eight texts on citrus trees and fruit, and 27 questions that measure it; put your own in its place.',
    },
    resources: { cpu: 1, memory: '256Mi' },
    ...{ libraries: ['Python'], dataTypes: ['text'] },
    intendedUse: 'A baseline, for a better model to be measured against, and then to be replaced.',
    limitations:
      'It understands nothing: it finds the sentence with most of the question’s words, and by a few rules a part of it. It gives the expected answer, word for word, to 17 of its 27 sample questions, which its rules were tried on. The score says how much of the question was found, not how likely the answer is right.',
  },
  sample: 'sample/question.txt',
  data: 'sample/documents.csv',
  made: 'Sentences are ranked by BM25, with nothing but Python. What is trained is the index: texts that it can answer from.',
};
