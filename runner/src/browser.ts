/**
 * What a page's worker runs: the same recipes, training loop, metrics and receipt as the server.
 * Nothing here reaches for Node; pictures are decoded by a function that the page gives.
 */
export { startBackend, type BackendChoice } from './compute/backend.ts';
export { pageBackends, startPageBackend } from './compute/page/start-page-backend.ts';
export { chooseBackend, type ChoosingOrder } from './compute/choose-backend.ts';
export type { StartOptions } from './compute/backends/backend-entry.ts';
export { contentOf } from './dataset/archive/content.ts';
export { type DataFile } from './dataset/data-file.ts';
export { measureClassification } from './metrics/classification.ts';
export type { ProgressEvent } from './progress.ts';
export { receiptFingerprint } from './provenance/fingerprint.ts';
export { verifyRecords } from './provenance/verify-records.ts';
export { recipes } from './recipes/index.ts';
export type { DecodeImage, DecodeOptions, Pixels } from './recipes/pictures/pixels.ts';
export { shrinkPixels } from './recipes/pictures/shrink-pixels.ts';
export type { ArtifactFiles, Prediction, RawInput, Recipe } from './recipes/recipe.ts';
export { defaultBudget } from './training/budget.ts';
export { train, type TrainingInput, type TrainingOutput } from './training/train.ts';
export type { Logger, World } from './world.ts';
