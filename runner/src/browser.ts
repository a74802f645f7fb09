/**
 * What a page's worker runs: the same recipes, training loop, metrics and receipt as the server.
 * Nothing here reaches for Node; pictures are decoded by a function that the page gives.
 */
export { startBackend, type BackendChoice } from './compute/backend.ts';
export { pageBackends, startPageBackend } from './compute/page/start-page-backend.ts';
export { chooseBackend, type ChoosingOrder } from './compute/choose-backend.ts';
export type { StartOptions } from './compute/backends/backend-entry.ts';
export { checkContent } from './dataset/archive/check-content.ts';
export { checkListed } from './dataset/archive/check-listed.ts';
export { checkPacked, type PackedEntry } from './dataset/archive/check-packed.ts';
export { isLitter } from './dataset/archive/check-paths.ts';
export { damaged } from './dataset/archive/archive-failures.ts';
export { contentOf, headBytes } from './dataset/archive/content.ts';
export { type DataFile } from './dataset/data-file.ts';
export type { DatasetWarning } from './dataset/describe/warn-of-data.ts';
export { endingOf } from './dataset/ending-of.ts';
export { hashOfFiles } from './dataset/hash-of-files.ts';
export { checkArtifactFile, type ListedFile } from './inference/check-artifact-file.ts';
export { runGoldenCases, type GoldenOutcome } from './inference/golden-cases.ts';
export {
  loadPagePredictor,
  type PageModule,
  type PageTools,
} from './inference/page/page-predictor.ts';
export { predictRaw, type Predictor, type PredictorDescription } from './inference/predictor.ts';
export { endingsOf, isWholeInput, wholeInput, type WholeInput } from './inference/whole-input.ts';
export { measureClassification } from './metrics/classification.ts';
export type { ProgressEvent } from './progress.ts';
export { receiptFingerprint } from './provenance/fingerprint.ts';
export { createPassingKey } from './provenance/sign.ts';
export { recipes } from './recipes/index.ts';
export { readHead } from './recipes/ranking/read-head.ts';
export type { DecodeImage, DecodeOptions, Pixels } from './recipes/pictures/pixels.ts';
export { shrinkPixels } from './recipes/pictures/shrink-pixels.ts';
export type { ArtifactFiles, Prediction, RawInput, Recipe } from './recipes/recipe.ts';
export { defaultBudget } from './training/budget.ts';
export { describePage } from './training/in-memory/describe-page.ts';
export { inspectData } from './training/in-memory/inspect-data.ts';
export { retrainData, type RetrainOrder } from './training/in-memory/retrain-data.ts';
export { train, type TrainingInput, type TrainingOutput } from './training/train.ts';
export type { Logger, World } from './world.ts';
