export {
  moduleTraining,
  type ModuleTrainingOptions,
  type TrainingOutcome,
} from './module-training.ts';
export { RightOfWay, type Pausable, type RightOfWayOptions } from './right-of-way.ts';
export { defaultTrainingLimits, type TrainingLimits } from './training-limits.ts';
export { WorkingFolders } from './working-folders.ts';
