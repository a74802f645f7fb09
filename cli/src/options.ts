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
