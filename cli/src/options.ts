import type { Knobs } from '@orangery/schemas';
import { InvalidArgumentError } from 'commander';

/** Parsers of option values; commander turns their errors into wrong usage. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
  };
}

export function positiveNumber(max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value > 0 && value <= max) return value;
    throw new InvalidArgumentError(`expected a number above 0, at most ${max}.`);
  };
}

/** Collects a repeatable option. */
export function collect(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

/** Collects a repeatable option whose values are whole numbers. */
export function collectWholeNumbers(
  min: number,
  max: number,
): (text: string, previous?: readonly number[]) => readonly number[] {
  const parse = wholeNumber(min, max);
  return (text, previous = []) => [...previous, parse(text)];
}

/** Collects `name=value`, which pins a knob. */
export function pinKnob(text: string, previous: Knobs = {}): Knobs {
  const [, name, value] = /^([a-z][A-Za-z0-9_]*)=(.+)$/.exec(text) ?? [];
  if (/^\w+=$/.test(text)) {
    throw new InvalidArgumentError(`expected a value after ${text}, for example rotation=180.`);
  }
  if (name === undefined || value === undefined) {
    throw new InvalidArgumentError('expected name=value, for example rotation=180.');
  }
  const isNumber = Number.isFinite(Number(value));
  const parsed = value === 'true' || value === 'false' ? value === 'true' : value;
  return { ...previous, [name]: { type: 'fixed', value: isNumber ? Number(value) : parsed } };
}
