import type { FitOptions, Fitted, Prediction, RawInput, Recipe } from '../../recipes/recipe.ts';
import { codeFailure } from '../code-failure.ts';
import { fitCode } from '../fit-code.ts';
import { parameterFiles, readParameters } from '../parameters-files.ts';
import { SavedModel } from '../saved-model.ts';
import { fieldsOf } from '../wire/peer.ts';
import type { PlainValue } from '../wire/values.ts';
import { readFilesData, toldExamples, type FileTable, type FilesData } from './files-data.ts';
import type { OpenCode } from './open-code.ts';

/**
 * A task of the code's own: it reads, fits and measures. What is measured is the code's word: here
 * it is only divided so that the test part is never given to train.
 */
export function filesRecipe(
  code: OpenCode,
  table: FileTable,
): Recipe<FilesData, RawInput, SavedModel> {
  const { knobs, defaults, files } = code.description;
  if (files === undefined) throw new Error('expected a description of code that reads files');
  const { scoreName, dataFormat, inputs, outputs } = files;
  return {
    name: 'custom',
    title: 'Code of the module',
    scoreName,
    dataFormat,
    artifactFormat: 'custom',
    readData: async (given) => readFilesData(given, code, table),
    // only the code can say; nobody is sent to it by looks
    resembles: () => 0,
    describe: ({ indices, fingerprint }) => ({
      format: 'files that no recipe reads',
      examples: indices.length,
      fingerprint,
    }),
    strata: ({ indices }) => indices.map(() => 'all'),
    select: (data, chosen) => ({ ...data, indices: chosen.map((index) => data.indices[index]!) }),
    align: (data) => data,
    alignToModel: (data) => data,
    rawInputs: async (data, chosen) => rawInputs(data, chosen, code),
    knobs: () => knobs,
    defaults: () => defaults,
    fit: async (options) => fit(code, options),
    evaluate: async (model, data) => ({ metrics: await measure(model, data), intervals: {} }),
    baseline: () => ({ name: 'no trivial model', metrics: {} }),
    save: async (model) => parameterFiles(model.saved),
    load: async (saved) => {
      const model = new SavedModel(readParameters(saved), code);
      await model.load();
      return model;
    },
    dispose: (model) => model.dispose(),
    inputs: () => inputs,
    outputs: () => outputs,
    parseInput: async (_, raw) => [raw],
    predict: async (model, given) => {
      const answers = await model.ask('predict', { inputs: given.map(plainInput) });
      if (Array.isArray(answers)) return answers.map(answerOf);
      throw new Error('expected a list of the process, which checks it');
    },
  };
}

async function fit(code: OpenCode, options: FitOptions<FilesData>): Promise<Fitted<SavedModel>> {
  const { train, selection, start } = options;
  const fitted = await fitCode(code, options, {
    examples: await toldExamples(train),
    selection: selection === null ? null : await toldExamples(selection),
    ...(start === undefined ? {} : { start: readParameters(start) }),
  });
  const model = new SavedModel(fitted.saved, code);
  const { scoreName } = code.description.files!;
  const score = selection === null ? 0 : (await measure(model, selection))[scoreName]!;
  const { status, epochs } = fitted;
  return { model, status, score, selectionLoss: -score, epochs, keptEpoch: epochs };
}

async function measure(model: SavedModel, data: FilesData): Promise<Record<string, number>> {
  const told = await model.ask('evaluate', { examples: await toldExamples(data) });
  return Object.fromEntries(
    Object.entries(fieldsOf(told)).map(([name, value]) => [name, Number(value)]),
  );
}

async function rawInputs(
  data: FilesData,
  chosen: readonly number[],
  { process, name }: OpenCode,
): Promise<RawInput[]> {
  const told = await toldExamples({ ...data, indices: chosen.map((one) => data.indices[one]!) });
  try {
    const inputs = await process.call('inputs', told);
    return Array.isArray(inputs) ? inputs.map(rawInput) : [];
  } catch (error) {
    throw codeFailure(error, name, 'toInput');
  }
}

function rawInput(told: PlainValue): RawInput {
  const { kind, name, bytes, value } = fieldsOf(told);
  return kind === 'file' && bytes instanceof Uint8Array
    ? { kind, name: String(name), bytes }
    : { kind: 'value', value: value ?? null };
}

/** Bytes as one plain array, whatever view of a buffer they are. */
function plainInput(raw: RawInput): object {
  return raw.kind === 'value' ? { ...raw } : { ...raw, bytes: new Uint8Array(raw.bytes) };
}

function answerOf(answer: PlainValue): Prediction {
  return { ...fieldsOf(answer) };
}
