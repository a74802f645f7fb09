import { getInput } from '@actions/core';
import { Failure } from '@orangery/schemas';

/** An input of the step; undefined when it is left out or empty. */
export function readInput(name: string): string | undefined {
  const value = getInput(name);
  return value === '' ? undefined : value;
}

/** @throws Failure USAGE when it is left out */
export function requireInput(name: string): string {
  const value = readInput(name);
  if (value !== undefined) return value;
  throw new Failure('USAGE', `Input ${name}: expected a value, found nothing`, {
    hint: `Add ${name} to the step’s with: in the workflow; the action’s README says what it is.`,
  });
}

/** @throws Failure USAGE when it is neither true nor false */
export function readFlag(name: string): boolean | undefined {
  const value = readInput(name);
  if (value === undefined) return undefined;
  if (value === 'true' || value === 'false') return value === 'true';
  throw new Failure(
    'USAGE',
    `Input ${name}: expected true or false, found ${JSON.stringify(value)}`,
    { hint: 'Write one of the two words.' },
  );
}

/** @throws Failure USAGE when it is no whole number from 1 */
export function readCount(name: string): number | undefined {
  const value = readInput(name);
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
  throw new Failure(
    'USAGE',
    `Input ${name}: expected a whole number from 1, found ${JSON.stringify(value)}`,
    { hint: 'Write the number in digits.' },
  );
}
