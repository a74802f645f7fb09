import type {
  Artifact,
  Baseline,
  ClassificationDetails,
  Comparison,
  DatasetRecord,
  EpochPoint,
  EvaluationDetails,
  Field,
  Intervals,
  Knobs,
  KnobValue,
  Metrics,
  RecipeName,
} from '@orangery/schemas';
import type { DataFile } from '../dataset/data-file.ts';
import type { DecodeImage } from './pictures/pixels.ts';

/** Chosen values of the knobs in one trial. */
export type KnobValues = Readonly<Record<string, KnobValue>>;

/** Files of an artifact by path, without `artifact.json`. */
export type ArtifactFiles = ReadonlyMap<string, Uint8Array>;

/** What a dataset record says that only the recipe can know. */
export type DataFacts = Pick<
  DatasetRecord,
  | 'format'
  | 'examples'
  | 'fingerprint'
  | 'target'
  | 'targetChosenBy'
  | 'targetRange'
  | 'classes'
  | 'columns'
  | 'image'
  | 'sizes'
  | 'series'
  | 'words'
  | 'audio'
  | 'skipped'
>;

/** What the numbers of a column are like: values of rows, so never part of a record. */
export interface ColumnRange {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
}

export interface ReadOptions {
  readonly decodeImage: DecodeImage;
  /** Column to predict; tables only. */
  readonly target?: string;
  readonly signal: AbortSignal;
}

/** What the search space depends on besides the data. */
export interface SearchOptions {
  /** Whether a trained module is given to start from. */
  readonly hasBackbone: boolean;
}

export interface FitOptions<Data> {
  readonly train: Data;
  /**
   * Chooses the epoch to keep; never the test data. `null` in the last fit, to all data but the
   * test part: then the last epoch is kept.
   */
  readonly selection: Data | null;
  readonly knobs: KnobValues;
  readonly seed: number;
  /**
   * Share of its full length, 0…1, after which fitting pauses with a checkpoint; 1 is to the end.
   * Without `selection` it ends there. A recipe that cannot pause goes on to the end.
   */
  readonly until: number;
  /** What an earlier fit of the same trial gave when it paused: goes on as if it had not. */
  readonly checkpoint?: ArtifactFiles;
  /** Weights of another trial to start from, where names and shapes are the same. */
  readonly start?: ArtifactFiles;
  /** A trained module of the same recipe whose first layers are the start. */
  readonly backbone?: ArtifactFiles;
  readonly signal: AbortSignal;
  /** Asked after each step: when true, the best epoch so far is kept and fitting ends. */
  readonly isOutOfTime: () => boolean;
  readonly onEpoch: (point: EpochPoint, epochs: number) => void;
}

export interface Fitted<Model> {
  /** With the best weights so far. */
  readonly model: Model;
  readonly status: 'done' | 'stopped' | 'paused';
  /** On the selection data; higher is better. Without selection data 0. */
  readonly score: number;
  /** Mean loss on the selection data; breaks ties of the score. */
  readonly selectionLoss: number;
  /** Full length of this trial in epochs; 1 where there are none. */
  readonly epochs: number;
  /** Epoch whose weights the model has, from 1. */
  readonly keptEpoch: number;
  /** When paused: all that going on needs. */
  readonly checkpoint?: ArtifactFiles;
}

export interface Evaluation {
  readonly metrics: Metrics;
  readonly intervals: Intervals;
  readonly classification?: ClassificationDetails;
  readonly details?: EvaluationDetails;
}

/** Parts of the data that other models are fitted to and measured on. */
export interface ComparisonOptions<Data> {
  readonly train: Data;
  readonly test: Data;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly isOutOfTime: () => boolean;
}

/** An answer: values by output name, each JSON. */
export type Prediction = Readonly<Record<string, unknown>>;

/** Answer of a classifier for one input. */
export interface ClassPrediction extends Prediction {
  readonly label: string;
  /** Of the label, 0…1. */
  readonly probability: number;
  readonly probabilities: Readonly<Record<string, number>>;
}

/** One input as it arrives: bytes of a file, or a JSON value, or a `RawTensor` for a value. */
export type RawInput =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'value'; readonly value: unknown };

/**
 * A task done out of the box. Everything here runs in Node and in a page's worker alike; what
 * differs between the two, such as decoding a picture, comes in as a parameter.
 */
export interface Recipe<Data = unknown, Input = unknown, Model = unknown> {
  readonly name: RecipeName;
  readonly title: string;
  /** How `save` writes; told by the files when absent. */
  readonly artifactFormat?: Artifact['format'];
  /** Metric that trials are compared by; higher is better. */
  readonly scoreName: string;
  /** What data must look like, a sentence a person understands. */
  readonly dataFormat: string;

  /**
   * Reads and checks a dataset.
   * @throws Failure DATASET_INVALID
   */
  readData(files: readonly DataFile[], options: ReadOptions): Promise<Data>;
  /** Whether files look like this recipe's data: 0 no … 1 surely. */
  resembles(files: readonly DataFile[]): number;
  describe(data: Data): DataFacts;
  /** Hash of each example's content without its label, in order: equal ones are copies. */
  exampleHashes?(data: Data): Iterable<string>;
  /** Of numeric columns; for the asker's own eyes. */
  ranges?(data: Data): readonly ColumnRange[];
  /** A stratum for each example: a split keeps their shares. */
  strata(data: Data): readonly string[];
  /** Examples follow each other in time: the latest choose and test, and no order is changed. */
  readonly isChronological?: true;
  /** Parts that choose in turn when nobody asks for a number; 1 when absent. */
  folds?(data: Data): number;
  select(data: Data, indices: readonly number[]): Data;
  /**
   * Expresses separately read data in the classes and columns of other data.
   * @throws Failure DATASET_INVALID naming classes or columns that do not match
   */
  align(data: Data, reference: Data): Data;

  /** The search space. */
  knobs(data: Data, options: SearchOptions): Knobs;
  /** What the first trial takes: a value for every knob. */
  defaults(data: Data, options: SearchOptions): KnobValues;
  /**
   * Fits a model, bit for bit the same from the same options on one backend, in one stretch or many.
   * @throws DivergedError when the loss is not a number
   */
  fit(options: FitOptions<Data>): Promise<Fitted<Model>>;
  /** Measures a model on data it may or may not know the classes of. */
  evaluate(model: Model, data: Data): Promise<Evaluation>;
  /** The trivial model, fitted to `train`, measured on `test`. */
  baseline(train: Data, test: Data): Baseline;
  /** Further models beside it in the report, fitted to `train` with their defaults. */
  compare?(options: ComparisonOptions<Data>): Promise<readonly Comparison[]>;
  /**
   * Expresses data in the classes and columns a model was trained on.
   * @throws Failure DATASET_INVALID naming classes or columns that do not match
   */
  alignToModel(data: Data, model: Model): Data;
  /** Some examples as they would arrive, for golden tests and benchmarks. */
  rawInputs(data: Data, indices: readonly number[]): Promise<readonly RawInput[]>;

  save(model: Model): Promise<ArtifactFiles>;
  /** @throws Failure FILE_INVALID */
  load(files: ArtifactFiles): Promise<Model>;
  dispose(model: Model): void;

  /** What a prediction takes and gives; of an untrained module with a null model. */
  inputs(model: Model | null): readonly Field[];
  outputs(model: Model | null): readonly Field[];
  /**
   * Turns what arrived into inputs: one for a picture or a row, many for a table.
   * @throws Failure INPUT_INVALID
   */
  parseInput(model: Model, raw: RawInput, decodeImage: DecodeImage): Promise<readonly Input[]>;
  /** Same order out as in. */
  predict(model: Model, inputs: readonly Input[]): Promise<readonly Prediction[]>;
}
