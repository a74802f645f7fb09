import {
  checkRecord,
  Failure,
  formatProblem,
  type ApiKey,
  type Checked,
  type Problem,
} from '@orangery/schemas';
import { readYaml } from '@orangery/schemas/files';
import { endOfKey } from './expiry.ts';
import { keyId } from './key-text.ts';

/**
 * The keys of a deployment, or of a file that holds only `keys`. A deployment without any has none.
 * @param file how messages name the file
 * @throws Failure FILE_MISSING, FILE_INVALID with every problem
 */
export async function readKeys(path: string, file = path): Promise<readonly ApiKey[]> {
  const yaml = await readYaml(path, file);
  const checked = checkFile(yaml.value);
  const problems =
    checked.kind === 'invalid' ? checked.problems : (checked.value.keys ?? []).flatMap(problemsOf);
  if (checked.kind === 'valid' && problems.length === 0) return checked.value.keys ?? [];
  const located = problems.map((problem) => yaml.locate(problem));
  throw new Failure('FILE_INVALID', located.map(formatProblem).join('\n'), { problems: located });
}

function checkFile(value: unknown): Checked<{ readonly keys?: readonly ApiKey[] }> {
  return isDeployment(value) ? checkRecord('deployment', value) : checkRecord('keys', value);
}

/** Any version: of one that is not known the check says so. */
function isDeployment(value: unknown): boolean {
  const isRecord = typeof value === 'object' && value !== null && 'schema' in value;
  return isRecord && String(value.schema).startsWith('deployment/');
}

type KeyProblem = Omit<Problem, 'file' | 'line' | 'column'>;

/** What a schema cannot say. */
function problemsOf(key: ApiKey, index: number, all: readonly ApiKey[]): KeyProblem[] {
  const problems: KeyProblem[] = [];
  const add = (field: string, expected: string, found: string): void =>
    void problems.push({ pointer: `/keys/${index}/${field}`, expected, found });
  const id = keyId(key.sha256);
  if (key.id !== id) add('id', `${id}, as sha256 begins`, key.id);
  else if (all.findIndex((other) => other.id === id) < index) add('id', 'no id twice', id);
  if (endOfKey(key) === undefined) {
    add('expires', 'a day or moment that exists', key.expires ?? 'nothing');
  }
  return problems;
}
