import { tf } from '../../compute/tensorflow.ts';
import type {
  ClassFacts,
  Definition,
  Examples,
  Inputs,
  ModuleFile,
  ModuleInput,
} from '../definition.ts';
import { fieldsOf, type Handlers } from '../wire/peer.ts';
import { packValue, typeName, type PlainValue } from '../wire/values.ts';
import { ContractError } from './contract-error.ts';
import { inLanes } from './in-lanes.ts';
import { loadDefinition } from './load-definition.ts';
import { checkProbabilities } from './probabilities.ts';
import { trainJob, type AskParent } from './train-job.ts';

/** What is kept between calls. */
interface State {
  definition: Definition | undefined;
  /** What `read` gave, each time it was asked. */
  readonly sets: (readonly unknown[])[];
  readonly models: Map<number, unknown>;
  count: number;
}

interface SentFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** What its content is asked for by. */
  readonly key: string;
}

/** Far fewer than the runner takes: a module may ask for as many files as its data has. */
const mostOpenFiles = 64;

type AskFile = (key: string) => Promise<PlainValue>;

/** The calls that the process of a module answers. Whoever asks is trusted, and is ours. */
export function duties(folder: string, ask: AskParent): Handlers {
  const state: State = { definition: undefined, sets: [], models: new Map(), count: 0 };
  const definition = async (): Promise<Definition> =>
    (state.definition ??= await loadDefinition(folder));
  const askFile: AskFile = inLanes(mostOpenFiles, async (key) => ask('file', key));
  return {
    describe: async () => describe(await definition()),
    read: async (files) => read(await definition(), files, state, askFile),
    train: async (job) => train(await definition(), job, state, ask),
    load: async (saved) => load(await definition(), saved, state),
    predict: async (work) => predict(await definition(), work, state),
    inputs: async (told) => inputsOf(await definition(), told, state),
    evaluate: async (work) => evaluate(await definition(), work, state),
    dispose: async (id) => {
      (await definition()).dispose?.(modelOf(state, id));
      state.models.delete(id as number);
    },
    tensors: async () => {
      // what was asked before, and needs no waiting, is done by then
      await new Promise(setImmediate);
      return tf.memory().numTensors;
    },
  };
}

function describe(definition: Definition): object {
  const { data, knobs, defaults } = definition;
  const common = { data, knobs, ...(defaults === undefined ? {} : { defaults }) };
  checkPlain(common, 'knobs');
  if (definition.data !== 'files') return common;
  const { dataFormat, scoreName, inputs, outputs } = definition;
  return { ...common, dataFormat, scoreName, inputs, outputs };
}

async function read(
  definition: Definition,
  value: unknown,
  state: State,
  askFile: AskFile,
): Promise<object> {
  if (definition.data !== 'files') throw new Error('expected a module that reads files');
  const files = (value as SentFile[]).map(({ path, sizeBytes, key }): ModuleFile => {
    const bytes = async (): Promise<Uint8Array> => (await askFile(key)) as Uint8Array;
    const text = async (): Promise<string> => new TextDecoder().decode(await bytes());
    return { path, sizeBytes, read: bytes, text };
  });
  const examples: unknown = await (definition.read?.(files) ?? files);
  if (!Array.isArray(examples)) throw new ContractError('read', 'a list', typeName(examples));
  return { set: state.sets.push(examples) - 1, examples: examples.length };
}

async function train(
  definition: Definition,
  value: unknown,
  state: State,
  ask: AskParent,
): Promise<object> {
  const model = await fit(definition, value, state, ask);
  if (model === undefined) throw new ContractError('train', 'a model', 'undefined');
  const saved = await definition.save(model);
  checkPlain(saved, 'save');
  definition.dispose?.(model);
  return { saved };
}

async function fit(
  definition: Definition,
  value: unknown,
  state: State,
  ask: AskParent,
): Promise<unknown> {
  if (definition.data !== 'files') return definition.train(trainJob<Examples>(value, ask));
  const { examples, selection, ...rest } = fieldsOf(value);
  const of = (indices: unknown): unknown[] => examplesOf(state, indices);
  return definition.train({
    ...trainJob<never>(rest, ask),
    examples: of(examples),
    selection: selection === null ? null : of(selection),
  });
}

async function load(definition: Definition, value: unknown, state: State): Promise<number> {
  const { saved = null, facts } = fieldsOf(value);
  const model: unknown =
    definition.data === 'files'
      ? await definition.load(saved)
      : await definition.load(saved, facts as unknown as ClassFacts);
  if (model === undefined) throw new ContractError('load', 'a model', 'undefined');
  state.count += 1;
  state.models.set(state.count, model);
  return state.count;
}

async function predict(definition: Definition, value: unknown, state: State): Promise<unknown> {
  const { model: id, inputs } = fieldsOf(value);
  const model = modelOf(state, id);
  if (definition.data !== 'files') {
    const given = inputs as unknown as Inputs;
    const answer: unknown = await definition.predict(model, given);
    return checkProbabilities(answer, given.count, given.classes.length);
  }
  const given = inputs as unknown as ModuleInput[];
  const answers: unknown = await definition.predict(model, given);
  if (!Array.isArray(answers) || answers.length !== given.length) {
    const found = Array.isArray(answers) ? `${answers.length}` : typeName(answers);
    throw new ContractError('predict', `a list of ${given.length} answers`, found);
  }
  checkPlain(answers, 'predict');
  return answers;
}

async function evaluate(definition: Definition, value: unknown, state: State): Promise<object> {
  if (definition.data !== 'files') throw new Error('expected a module that reads files');
  const { model, examples } = fieldsOf(value);
  const metrics: unknown = await definition.evaluate(
    modelOf(state, model),
    examplesOf(state, examples),
  );
  const fields = typeof metrics === 'object' && metrics !== null ? Object.entries(metrics) : [];
  const wrong = fields.find(([, number]) => !Number.isFinite(number));
  const { scoreName } = definition;
  if (wrong !== undefined || !fields.some(([name]) => name === scoreName)) {
    const found = wrong === undefined ? typeName(metrics) : `${wrong[0]}: ${String(wrong[1])}`;
    throw new ContractError('evaluate', `numbers by name, ${scoreName} among them`, found);
  }
  return Object.fromEntries(fields);
}

function examplesOf({ sets }: State, told: unknown): unknown[] {
  const { set, indices } = fieldsOf(told);
  return Array.from(indices as Int32Array, (index) => sets[set as number]![index]);
}

/** Examples as they would arrive: files as they are, else what `toInput` makes of them. */
async function inputsOf(
  definition: Definition,
  told: unknown,
  state: State,
): Promise<readonly ModuleInput[]> {
  if (definition.data !== 'files') throw new Error('expected a module that reads files');
  const toInput = definition.toInput ?? fileInput;
  return Promise.all(examplesOf(state, told).map(async (example) => toInput(example)));
}

async function fileInput(example: unknown): Promise<ModuleInput> {
  const file = example as ModuleFile;
  return { kind: 'file', name: file.path, bytes: await file.read() };
}

function modelOf({ models }: State, id: unknown): unknown {
  const model = models.get(id as number);
  if (model === undefined) throw new Error('expected a model that was loaded');
  return model;
}

function checkPlain(value: unknown, duty: string): void {
  try {
    packValue(value, duty);
  } catch (error) {
    const [, expected, found] = /: expected (.*), found (.*)$/.exec((error as Error).message) ?? [];
    const place = (error as Error).message.split(': expected')[0]!;
    throw new ContractError(place, expected ?? 'JSON and typed arrays', found ?? 'something else');
  }
}
