import { Failure } from '@orangery/schemas';

/**
 * What unfinished predictions are of: the first line of their file. Whoever goes on with them must
 * have the same.
 */
export interface PartHeader {
  readonly schema: 'predictions/1';
  readonly module: string;
  readonly version: string;
  /** SHA-256 of what the module predicts with: weights, code, declarations, of steps too. */
  readonly artifact: string;
  /** What computed. */
  readonly backend: string;
  /** SHA-256 of the inputs where they were fetched, else of their paths, sizes and times of change. */
  readonly input: string;
  readonly inputs: number;
  readonly format: OutputFormat;
}

export type OutputFormat = 'csv' | 'jsonl';

/** How differences are told, in this order. */
const shown: Readonly<Record<keyof PartHeader, string>> = {
  schema: 'form of the file',
  module: 'module',
  version: 'version',
  artifact: 'weights or code',
  backend: 'backend',
  inputs: 'number of inputs',
  input: 'input',
  format: 'form of the output',
};

/**
 * What a file's first line says that it is of.
 * @param name of the file in messages
 * @throws Failure USAGE when the file is no unfinished predictions
 */
export function readHeader(line: string, name: string): Readonly<Record<string, unknown>> {
  const found = parsed(line);
  const isObject = typeof found === 'object' && found !== null;
  if (isObject && 'schema' in found && /^predictions\/\d+$/.test(String(found.schema))) {
    return { ...found };
  }
  throw new Failure('USAGE', `${name}: expected unfinished predictions, found something else`, {
    hint: 'Name another file with --output, or move this one away.',
  });
}

/**
 * Checks that unfinished predictions are of the work that is to be done.
 * @throws Failure USAGE naming all that differs
 */
export function checkHeader(
  found: Readonly<Record<string, unknown>>,
  expected: PartHeader,
  name: string,
): void {
  const keys = Object.keys(shown) as (keyof PartHeader)[];
  const differing = keys.filter((key) => found[key] !== expected[key]);
  if (differing.length === 0) return;
  const told = differing.map((key) => difference(key, found[key], expected[key])).join('; ');
  throw new Failure('USAGE', `${name}: expected predictions of the same work, found ${told}`, {
    hint: 'Go on with what they were begun with, or say --force instead of --resume to begin anew.',
  });
}

/** Hashes are long and say nothing. */
function difference(key: keyof PartHeader, found: unknown, expected: unknown): string {
  if (key === 'artifact' || key === 'input') return `another ${shown[key]}`;
  return `another ${shown[key]} (${String(found)}, now ${String(expected)})`;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // some other file
    return undefined;
  }
}
