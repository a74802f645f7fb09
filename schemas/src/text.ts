import { stringify } from 'yaml';
import { Failure, formatProblem } from './failure.ts';

/**
 * The receipt of as many trials as a budget may have is smaller: 10,000 of 120 passes have 138 MB of
 * curves. What is larger cannot be written either.
 */
export const largestJsonBytes = 256 * 1024 * 1024;

/**
 * A record as its file holds it: indented JSON.
 * @param file how the message names the file
 * @throws Failure FILE_INVALID when it is too large to be read again
 */
export function recordText(record: object, file = 'the record'): string {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  // a character takes three bytes at most: counting is for the few that may be too large
  if (text.length * 3 <= largestJsonBytes) return text;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= largestJsonBytes) return text;
  const expected = `at most ${largestJsonBytes} bytes of JSON to write`;
  const problem = { file, pointer: '', expected, found: `${bytes} bytes`, hint: tooLarge };
  const { hint } = problem;
  throw new Failure('FILE_INVALID', formatProblem(problem), { problems: [problem], hint });
}

const tooLarge = 'Ask for fewer trials or passes, or for fewer classes: these fill a receipt.';

/** A value as a YAML file holds it. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 100, flowCollectionPadding: false });
}

/** A value as YAML that readers of YAML 1.1 take for the same: dates and the words `on` and `no` are quoted. */
export function portableYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, blockQuote: 'literal' });
}
