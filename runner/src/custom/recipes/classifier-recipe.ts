import type { Evaluation, FitOptions, Fitted, Recipe } from '../../recipes/recipe.ts';
import { classOutputs, classPredictions } from '../../recipes/class-predictions.ts';
import { measureClassification } from '../../metrics/classification.ts';
import { readPreprocessing } from '../../network/network-artifact.ts';
import type { Domain, Learnt } from '../domains/index.ts';
import { fitCode } from '../fit-code.ts';
import { parameterFiles, readParameters } from '../parameters-files.ts';
import { SavedModel } from '../saved-model.ts';
import { scoreOf } from '../score.ts';
import type { OpenCode } from './open-code.ts';

/** A model of a module's code, with what the recipe learnt of the data. */
export interface ClassifierModel {
  readonly preprocessing: Learnt;
  readonly model: SavedModel;
}

const mostInputs = 256;

/**
 * The recipe that lends the data, with the module's model in place of its own. Labels of the test
 * part never reach the code: it gives probabilities, and they are measured here.
 */
export function classifierRecipe(
  domain: Domain,
  code: OpenCode,
): Recipe<unknown, unknown, ClassifierModel> {
  const { knobs, defaults } = code.description;
  const lender: Recipe = domain.recipe;
  const open = (preprocessing: Learnt, saved: SavedModel['saved']): ClassifierModel => ({
    preprocessing,
    model: new SavedModel(saved, { ...code, facts: domain.facts(preprocessing) }),
  });
  return {
    ...lender,
    artifactFormat: 'custom',
    knobs: () => knobs,
    defaults: () => defaults,
    fit: async (options) => fit(domain, code, options, open),
    evaluate: async ({ preprocessing, model }, data) =>
      evaluate(domain, { preprocessing, model }, data),
    alignToModel: (data, { preprocessing }) => lender.alignToModel(data, { preprocessing }),
    save: async ({ preprocessing, model }) =>
      parameterFiles(model.saved).set('preprocessing.json', jsonBytes(preprocessing)),
    load: async (files) => {
      const loaded = open(domain.parse(readPreprocessing(files)), readParameters(files));
      await loaded.model.load();
      return loaded;
    },
    dispose: ({ model }) => model.dispose(),
    // a recipe's model is asked for nothing but its preprocessing by these three
    inputs: (model) => lender.inputs(model && { preprocessing: model.preprocessing }),
    outputs: (model) => classOutputs(model?.preprocessing.classes),
    parseInput: async ({ preprocessing }, raw, decodeImage) =>
      lender.parseInput({ preprocessing }, raw, decodeImage),
    predict: async ({ preprocessing, model }, inputs) => {
      const values = domain.encodeInputs(inputs, preprocessing);
      const probabilities = await probabilitiesOf(domain, { preprocessing, model }, values);
      return classPredictions(probabilities, preprocessing.classes);
    },
  };
}

async function fit(
  domain: Domain,
  code: OpenCode,
  options: FitOptions<unknown>,
  open: (preprocessing: Learnt, saved: SavedModel['saved']) => ClassifierModel,
): Promise<Fitted<ClassifierModel>> {
  const { train, selection, start } = options;
  const preprocessing = domain.learn(train);
  const fitted = await fitCode(code, options, {
    examples: examplesOf(domain, preprocessing, train),
    selection: selection === null ? null : examplesOf(domain, preprocessing, selection),
    ...(start === undefined ? {} : { start: readParameters(start) }),
  });
  const model = open(preprocessing, fitted.saved);
  const measured =
    selection === null
      ? { score: 0, loss: 0 }
      : scoreOf(
          await probabilitiesOf(domain, model, domain.encode(selection, preprocessing)),
          domain.labels(selection),
        );
  return {
    model,
    status: fitted.status,
    score: measured.score,
    selectionLoss: measured.loss,
    epochs: fitted.epochs,
    keptEpoch: fitted.epochs,
  };
}

async function evaluate(
  domain: Domain,
  model: ClassifierModel,
  data: unknown,
): Promise<Evaluation> {
  const { classes } = model.preprocessing;
  const values = domain.encode(data, model.preprocessing);
  const probabilities = await probabilitiesOf(domain, model, values);
  return measureClassification({ classes, probabilities, labels: domain.labels(data) });
}

/** What the code says of inputs `[count, ...shape]`, a few hundred at a time: `[count, classes]`. */
async function probabilitiesOf(
  domain: Domain,
  { preprocessing, model }: ClassifierModel,
  values: Float32Array,
): Promise<Float32Array> {
  const facts = domain.facts(preprocessing);
  const size = facts.shape.reduce((product, side) => product * side, 1);
  const classes = facts.classes.length;
  const all = new Float32Array((values.length / size) * classes);
  for (let start = 0; start * size < values.length; start += mostInputs) {
    const part = values.subarray(start * size, (start + mostInputs) * size);
    const inputs = { ...facts, count: part.length / size, values: part };
    const answer = await model.ask('predict', { inputs });
    if (!(answer instanceof Float32Array) || answer.length !== inputs.count * classes) {
      throw new Error('expected probabilities of the process, which checks them');
    }
    all.set(answer, start * classes);
  }
  return all;
}

function examplesOf(domain: Domain, preprocessing: Learnt, data: unknown): object {
  const values = domain.encode(data, preprocessing);
  const labels = domain.labels(data);
  return { ...domain.facts(preprocessing), count: labels.length, values, labels };
}

function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}
