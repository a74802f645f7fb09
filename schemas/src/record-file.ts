import { isDeeperThan } from './depth.ts';
import { Failure, formatProblem, type Problem } from './failure.ts';
import { checkRecord, parseRecord, type RecordName } from './record.ts';
import type { Records } from './generated/types.ts';
import { readText } from './read-text.ts';
import { largestJsonBytes, recordText } from './text.ts';
import { writeWhole } from './write-whole.ts';
import { readYaml } from './yaml.ts';

/** Far more than any record has; checks and hashes go down by recursion. */
const deepest = 32;

/**
 * Reads a JSON or YAML file that holds one record.
 * @param file how messages name the file
 * @throws Failure FILE_MISSING, FILE_INVALID
 */
export async function readRecord<Name extends RecordName>(
  name: Name,
  path: string,
  file = path,
): Promise<Records[Name]> {
  if (!/\.ya?ml$/.test(path)) return parseRecord(name, await readJson(path, file), file);
  const yaml = await readYaml(path, file);
  const checked = checkRecord(name, yaml.value);
  if (checked.kind === 'valid') return checked.value;
  const problems = checked.problems.map((problem) => yaml.locate(problem));
  throw new Failure('FILE_INVALID', problems.map(formatProblem).join('\n'), { problems });
}

/**
 * Writes a record as indented JSON, whole or not at all.
 * @throws Failure FILE_INVALID when it is too large to be read again; what was there stays
 */
export async function writeRecord(path: string, record: object): Promise<void> {
  await writeWhole(path, recordText(record, path));
}

async function readJson(path: string, file: string): Promise<unknown> {
  const text = await readText({ path, file, format: 'JSON', largestBytes: largestJsonBytes });
  const value = parseJson(text, file);
  if (!isDeeperThan(value, deepest)) return value;
  const expected = `at most ${deepest} levels`;
  throw invalid({ file, pointer: '', expected, found: 'deeper nesting' });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(jsonProblem(file, error), error);
  }
}

function invalid(problem: Problem, cause?: unknown): Failure {
  const { hint } = problem;
  return new Failure('FILE_INVALID', formatProblem(problem), {
    problems: [problem],
    ...(hint !== undefined && { hint }),
    ...(cause !== undefined && { cause }),
  });
}

/** V8 says where in its message. */
function jsonProblem(file: string, error: unknown): Problem {
  const found = error instanceof Error ? error.message : String(error);
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(found) ?? [];
  const place = line === undefined ? {} : { line: Number(line), column: Number(column) };
  return { file, ...place, pointer: '', expected: 'JSON', found: found.replace(/\s+/g, ' ') };
}
