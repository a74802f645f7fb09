import type { Field } from '@orangery/schemas';
import type { ClassPrediction, Prediction } from '../../recipes/recipe.ts';
import { commonNumbers, outputOfType } from './join-outputs.ts';

/** An answer of one step of an ensemble, and how much it counts. */
export interface Voice {
  readonly name: string;
  readonly answer: Prediction;
  readonly outputs: readonly Field[];
  readonly weight: number;
}

/** One answer of all voices for the same input: means of probabilities or numbers, or what most vote for. */
export function combineAnswers(voices: readonly Voice[], combine: 'mean' | 'vote'): Prediction {
  if (combine === 'vote') return vote(voices);
  const [first] = voices;
  const isOfClasses = outputOfType(first?.outputs ?? [], 'class-probabilities') !== undefined;
  return isOfClasses ? meanOfClasses(voices) : meanOfNumbers(voices);
}

function meanOfClasses(voices: readonly Voice[]): ClassPrediction {
  const classes = classesOf(voices, 'class-probabilities');
  return mostOf(
    classes.map((name) => [name, weightedMean(voices, (voice) => probabilityOf(voice, name))]),
  );
}

/** Every voice for its label; of equals the class that the first step has first. */
function vote(voices: readonly Voice[]): ClassPrediction {
  const classes = classesOf(voices, 'category');
  const labels = voices.map((voice) => {
    const label = valueOf(voice, outputOfType(voice.outputs, 'category')!.name);
    if (classes.some((name) => name === label)) return label;
    throw odd(voice, `one of ${classes.join(', ')}`, label);
  });
  return mostOf(
    classes.map((name) => [
      name,
      weightedMean(voices, (_, index) => Number(labels[index] === name)),
    ]),
  );
}

function meanOfNumbers(voices: readonly Voice[]): Prediction {
  return Object.fromEntries(
    commonNumbers(voices).map(({ name }) => [
      name,
      weightedMean(voices, (voice) => numberOf(voice, name, valueOf(voice, name))),
    ]),
  );
}

function mostOf(shares: readonly (readonly [string, number])[]): ClassPrediction {
  const [label, probability] = shares.reduce((best, one) => (one[1] > best[1] ? one : best));
  return { label, probability, probabilities: Object.fromEntries(shares) };
}

function weightedMean(
  voices: readonly Voice[],
  valueOfVoice: (voice: Voice, index: number) => number,
): number {
  const whole = voices.reduce((sum, { weight }) => sum + weight, 0);
  return voices.reduce(
    (sum, voice, index) => sum + (voice.weight / whole) * valueOfVoice(voice, index),
    0,
  );
}

function classesOf([first]: readonly Voice[], type: Field['type']): readonly string[] {
  return outputOfType(first?.outputs ?? [], type)?.values ?? [];
}

function probabilityOf(voice: Voice, name: string): number {
  const field = outputOfType(voice.outputs, 'class-probabilities')!;
  const probabilities = valueOf(voice, field.name);
  const isRecord = typeof probabilities === 'object' && probabilities !== null;
  const entry = isRecord ? Object.entries(probabilities).find(([key]) => key === name) : undefined;
  return numberOf(voice, name, entry?.[1]);
}

function numberOf(voice: Voice, name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw odd(voice, `a number for ${name}`, value);
}

function valueOf({ answer }: Voice, name: string): unknown {
  return Object.hasOwn(answer, name) ? answer[name] : undefined;
}

function odd({ name }: Voice, expected: string, found: unknown): Error {
  return new Error(`step ${name}: expected ${expected}, found ${JSON.stringify(found)}`);
}
