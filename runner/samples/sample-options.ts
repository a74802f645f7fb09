import { parseArgs } from 'node:util';
import { Failure } from '@orangery/schemas';

export const presetNames = ['standard', 'other'] as const;
export type PresetName = (typeof presetNames)[number];

export interface SampleOptions {
  readonly seed: number;
  readonly preset: PresetName;
  /** How many rows, or how many pictures of a class. */
  readonly count: number;
  /** Path of the file to write. */
  readonly out: string;
}

/**
 * Reads the command line that the sample generators share: `--seed --preset --<countName> --out`.
 * @throws Failure USAGE
 */
export function readSampleOptions(args: readonly string[], countName: string): SampleOptions {
  const text = { type: 'string' } as const;
  const options = { seed: text, preset: text, out: text, [countName]: text };
  let values: Readonly<Record<string, unknown>>;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw usage((error as Error).message, countName, error);
  }
  const { seed = '1', preset = 'standard', [countName]: count = '60', out } = values;
  const chosen = presetNames.find((name) => name === preset);
  if (chosen === undefined) {
    throw usage(`--preset: expected ${presetNames.join(' or ')}, found ${preset}`, countName);
  }
  if (typeof out !== 'string') throw usage('--out: expected a path, found nothing', countName);
  return {
    seed: wholeNumber('seed', seed, countName),
    preset: chosen,
    count: wholeNumber(countName, count, countName),
    out,
  };
}

function wholeNumber(name: string, value: unknown, countName: string): number {
  if (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw usage(`--${name}: expected a whole number from 1 up, found ${String(value)}`, countName);
}

function usage(message: string, countName: string, cause?: unknown): Failure {
  return new Failure('USAGE', message, {
    cause,
    hint: `Write: --seed 1 --${countName} 60 --preset standard --out <file>`,
  });
}
