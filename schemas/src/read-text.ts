import { readFile, stat } from 'node:fs/promises';
import { Failure, formatProblem, type Problem } from './failure.ts';

export interface TextFile {
  readonly path: string;
  /** How messages name it. */
  readonly file: string;
  /** What it should hold, such as JSON. */
  readonly format: string;
  readonly largestBytes: number;
}

/**
 * The text of a plain file that is looked at before it is read: a device has no end.
 * @throws Failure FILE_MISSING, FILE_INVALID when it is no plain file, or a larger one
 */
export async function readText({ path, file, format, largestBytes }: TextFile): Promise<string> {
  const unreadable = (error: unknown): never => {
    throw new Failure('FILE_MISSING', `${file} cannot be read`, { cause: error });
  };
  const found = await stat(path).catch(unreadable);
  const isFine = found.isFile() && found.size <= largestBytes;
  if (isFine) return readFile(path, 'utf8').catch(unreadable);
  const problem: Problem = {
    ...{ file, pointer: '', expected: `a file of at most ${largestBytes} bytes of ${format}` },
    found: found.isFile() ? `${found.size} bytes` : 'no plain file',
  };
  throw new Failure('FILE_INVALID', formatProblem(problem), { problems: [problem] });
}
