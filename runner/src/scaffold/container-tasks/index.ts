import type { ContainerTask } from './container-task.ts';
import { general } from './general.ts';
import { questionAnswering } from './question-answering.ts';
import { speechRecognition } from './speech-recognition.ts';
import { textClassification } from './text-classification.ts';

export type { ContainerTask } from './container-task.ts';

/** The first where nobody says. */
export const containerTaskNames = [
  'text-classification',
  'speech-recognition',
  'question-answering',
  'general',
] as const;

export type ContainerTaskName = (typeof containerTaskNames)[number];

/** What a container can begin with. */
export const containerTasks: Readonly<Record<ContainerTaskName, ContainerTask>> = {
  'text-classification': textClassification,
  'speech-recognition': speechRecognition,
  'question-answering': questionAnswering,
  general,
};
