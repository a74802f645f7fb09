import type { ContainerTask } from './container-task.ts';

/** English speech to text, by a recogniser that needs no network. */
export const speechRecognition: ContainerTask = {
  words: 'what is said in a recording, in English',
  fields: {
    ...{ container: {}, fineTunable: false },
    inputs: [
      { name: 'audio', type: 'audio', description: 'English speech as WAV, two minutes at most.' },
    ],
    outputs: [{ name: 'text', type: 'text', description: 'What is said.' }],
    resources: { cpu: 1, memory: '512Mi' },
    ...{ libraries: ['Python', 'PocketSphinx'], dataTypes: ['audio'] },
    intendedUse:
      'To begin with, and to compare a better recogniser with; and for clear speech where nothing larger fits.',
    limitations:
      'A recogniser from before neural networks, with an English model of 126,000 words. Six sentences, spoken by programs: of flite’s four voices it got 13 of 100 words wrong, and 10 of 24 sentences right; of four of espeak-ng’s, which sound less like people, 74 of 100 words wrong, and no sentence right. Noise, accents, telephones and other languages are mostly taken for other words.',
  },
  sample: 'sample/morning.wav',
  made: 'PocketSphinx with the English model of its package (both under a BSD licence), which `requirements.txt` pins. The sample was spoken by flite, a program.',
};
