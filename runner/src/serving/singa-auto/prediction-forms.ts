import type { Field } from '@orangery/schemas';
import type { Prediction } from '../../recipes/recipe.ts';

/** A prediction in the form that a task of SINGA-Auto has; `undefined` where outputs are not of it. */
type Form = (outputs: readonly Field[]) => ((prediction: Prediction) => unknown) | undefined;

/** The first that fits; a mask is none of these, though it comes with shares of classes. */
const forms: readonly Form[] = [boxes, wholeAnswerOfMask, tags, classes, number, text];

/** How a model's predictions are told at `/predict`, decided by its outputs. */
export function predictionForm(outputs: readonly Field[]): (prediction: Prediction) => unknown {
  for (const form of forms) {
    const tell = form(outputs);
    if (tell !== undefined) return tell;
  }
  return (prediction) => prediction;
}

/** How they are told at `/`: by the names of the outputs, boxes in SINGA-Auto's form beside. */
export function readableForm(outputs: readonly Field[]): (prediction: Prediction) => unknown {
  const explain = boxes(outputs);
  if (explain === undefined) return (prediction) => prediction;
  return (prediction) => ({ ...prediction, ...explain(prediction) });
}

/** IMAGE_DETECTION: corners of boxes in pixels, left, top, right, bottom. */
function boxes(outputs: readonly Field[]): ((prediction: Prediction) => object) | undefined {
  const field = outputs.find(({ type }) => type === 'boxes');
  if (field === undefined) return undefined;
  return (prediction) => {
    const found = prediction[field.name];
    const listed: readonly unknown[] = Array.isArray(found) ? found : [];
    return { explanations: { box_info: listed.map(boxInfo) } };
  };
}

function boxInfo(box: unknown): object {
  const values = new Map<string, unknown>(Object.entries(box ?? {}));
  const at = (name: string): number => Number(values.get(name) ?? 0);
  const coord = [at('x'), at('y'), at('x') + at('width'), at('y') + at('height')];
  return {
    coord: coord.map(Math.round),
    class_name: values.get('label'),
    score: values.get('score'),
  };
}

function wholeAnswerOfMask(outputs: readonly Field[]): ReturnType<Form> {
  return outputs.some(({ type }) => type === 'mask') ? (prediction) => prediction : undefined;
}

/** POS_TAGGING: a tag each token; a number where all tags are numbers, as in SINGA-Auto's corpora. */
function tags(outputs: readonly Field[]): ReturnType<Form> {
  const field = outputs.find(({ type, values }) => type === 'tokens' && values !== undefined);
  if (field === undefined) return undefined;
  const areNumbers = field.values!.every((name) => /^\d{1,9}$/.test(name));
  return (prediction) => {
    const found = prediction[field.name];
    const listed: readonly unknown[] = Array.isArray(found) ? found : [];
    return areNumbers ? listed.map(Number) : listed;
  };
}

/** IMAGE_CLASSIFICATION, TABULAR_CLASSIFICATION: probabilities in the order of the classes. */
function classes(outputs: readonly Field[]): ReturnType<Form> {
  const field = outputs.find(({ type }) => type === 'class-probabilities');
  if (field?.values === undefined) return undefined;
  const names = field.values;
  return (prediction) => {
    const probabilities = new Map<string, unknown>(Object.entries(prediction[field.name] ?? {}));
    return names.map((name) => probabilities.get(name) ?? 0);
  };
}

/** TABULAR_REGRESSION: the number, without the ends of its interval. */
function number(outputs: readonly Field[]): ReturnType<Form> {
  const [first] = outputs;
  const areNumbers = outputs.every(({ type }) => type === 'number' || type === 'integer');
  if (first === undefined || !areNumbers) return undefined;
  return (prediction) => prediction[first.name] ?? null;
}

/** SPEECH_RECOGNITION and its like: one text. */
function text(outputs: readonly Field[]): ReturnType<Form> {
  const [first, ...others] = outputs;
  if (first?.type !== 'text' || others.length > 0) return undefined;
  return (prediction) => prediction[first.name] ?? null;
}
