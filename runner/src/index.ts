/** The public surface of the runner in Node. */
export {
  runBenchmark,
  type BenchmarkOrder,
  type BenchmarkResult,
} from './benchmark/run-benchmark.ts';
export { isCrash, runCommand, type CommandOptions, type CommandResult } from './command.ts';
export { startBackend, type BackendChoice } from './compute/backend.ts';
export { countDevices, type Devices } from './compute/count-devices.ts';
export { pickDeviceEnvironment } from './compute/device-environment.ts';
export { inspectBackends, type BackendReport } from './compute/inspect-backends.ts';
export * from './container/index.ts';
export * from './custom/index.ts';
export {
  decodeImage,
  defaultCacheBytes,
  defaultFetchLimits,
  describeDataset,
  drawContactSheet,
  fetchDataset,
  fetchOne,
  listCache,
  noAccess,
  openDataset,
  parseDatasetLink,
  pruneCache,
  readDatasetAccess,
  readProvided,
  showExamples,
  shownLink,
  warnOfData,
  type CacheEntry,
  type DatasetAccess,
  type DatasetOrder,
  type DatasetWarning,
  type LabelledPicture,
  type DescribedDataset,
  type OpenedDataset,
  type Pruned,
  type ShownExample,
} from './dataset/index.ts';
export { withLock } from './dataset/cache/with-lock.ts';
export {
  destinationForms,
  pushDataset,
  type Pushed,
  type PushOrder,
} from './dataset/push/index.ts';
export * from './exchange/import.ts';
export { csvText } from './inference/csv-text.ts';
export { runGoldenTest, type GoldenOutcome } from './inference/golden.ts';
export { readValidModule } from './inference/load-module.ts';
export { loadPredictor } from './inference/load-predictor.ts';
export { withWeights } from './inference/with-weights.ts';
export { checkPipelines, type PipelineProblem } from './inference/pipeline/check-pipelines.ts';
export * from './inference/batch/index.ts';
export * from './inference/predict-files.ts';
export * from './inference/prediction-csv.ts';
export * from './inference/prediction-source.ts';
export { wholeInput, type WholeInput } from './inference/whole-input.ts';
export { predictRaw, type Predictor, type PredictorDescription } from './inference/predictor.ts';
export type { ProgressEvent } from './progress.ts';
export * from './provenance/index.ts';
export { recipes } from './recipes/index.ts';
export type { Pixels } from './recipes/pictures/pixels.ts';
export type { ColumnRange, Prediction, RawInput, Recipe } from './recipes/recipe.ts';
export * from './serving/index.ts';
export { defaultBudget } from './training/budget.ts';
export { runCheck } from './training/check/run-check.ts';
export { suggestModule } from './training/check/suggest-module.ts';
export { planRound, type MatrixState } from './training/matrix/plan-round.ts';
export { runRound } from './training/matrix/run-round.ts';
export { runTraining } from './training/run-training.ts';
export type {
  BackboneModule,
  RunnerFolders,
  TrainingOrder,
  TrainingResult,
} from './training/training-order.ts';
export {
  benchmarkLocked,
  checkLocked,
  trainLocked,
  type LockedLimits,
  type Sandbox,
} from './sandbox/locked/index.ts';
export * from './scaffold/index.ts';
export { trackTraining, type Tracker } from './tracking/track-training.ts';
export type { MlflowServer } from './tracking/mlflow-client.ts';
export { silentLogger, type Logger, type World } from './world.ts';
