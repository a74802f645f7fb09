/** Modules that come with Orangery, to be tried, copied and taken away: `modules/README.md` says what each is. */
export const sampleModules: readonly string[] = [
  'audio-classifier',
  'cvat',
  'flower',
  'fruit-detector',
  'fruit-segmenter',
  'fruit-survey',
  'harvest-estimator',
  'image-classifier',
  'image-segmenter',
  'ingredient-tagger',
  'kiosk-forecaster',
  'leaf-classifier',
  'letter-sorter',
  'mlflow',
  'object-detector',
  'seed-classifier',
  'seed-classifier-onnx',
  'seed-forest',
  'seed-jury',
  'sequence-labeller',
  'sound-classifier',
  'tabular-classifier',
  'tabular-regressor',
  'text-classifier',
  'time-series-forecaster',
];

/** Files of `deployments/` that come with Orangery, and the sample that each runs. */
export const sampleDeployments: Readonly<Record<string, string>> = {
  'seeds.yml': 'seed-classifier',
};
