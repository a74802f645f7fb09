import { Failure, formatProblem, parseRecord, type Access } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import type { GitHub } from '../github/github.ts';

export const accessPath = '.github/access.yml';

/**
 * The rules as a commit of `main` has them; never those of a pull request.
 * @throws Failure FILE_MISSING, FILE_INVALID, GITHUB_FAILED
 */
export async function readAccess(github: GitHub, commit: string): Promise<Access> {
  const text = await github.readText(accessPath, commit);
  if (text === null) {
    throw new Failure(
      'FILE_MISSING',
      `${accessPath}: expected the rules of who may do what, found no file`,
    );
  }
  return parseAccess(text);
}

/** @throws Failure FILE_INVALID with every problem */
export function parseAccess(text: string): Access {
  const { value, problems } = parseYaml(text, accessPath);
  if (problems.length > 0) {
    throw new Failure('FILE_INVALID', problems.map(formatProblem).join('\n'), { problems });
  }
  return parseRecord('access', value, accessPath);
}
