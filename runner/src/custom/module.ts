/** What a `module.ts` may import: `import { defineModule } from '@orangery/runner/module'`. */
export { layers, tf } from '../compute/tensorflow.ts';
export { createRandom, deriveSeed, type Random } from '../random.ts';
export { defineModule } from './define-module.ts';
export { InputError } from './input-error.ts';
export type {
  ClassFacts,
  ClassifierDefinition,
  EpochReport,
  Examples,
  FilesDefinition,
  Inputs,
  ModuleAnswer,
  ModuleFile,
  ModuleInput,
  Probabilities,
  TrainJob,
} from './definition.ts';
export { networkFrom, networkParameters } from './network-parameters.ts';
export type { PlainValue, TypedArray } from './wire/values.ts';
