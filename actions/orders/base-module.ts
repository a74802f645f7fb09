import { formatProblem, isModuleId, type ModuleFrontMatter } from '@orangery/schemas';
import { checkModuleFile } from '@orangery/schemas/files';
import type { GitHub } from '../github/github.ts';

/** A module as a commit has it. */
export type BaseModule =
  | { readonly kind: 'module'; readonly frontMatter: ModuleFrontMatter; readonly hasCode: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid'; readonly because: string };

/**
 * Reads a module's front matter through GitHub: contributed text, by the one reader.
 * @throws Failure GITHUB_FAILED
 */
export async function readBaseModule(
  github: GitHub,
  id: string,
  commit: string,
): Promise<BaseModule> {
  if (!isModuleId(id)) return { kind: 'none' };
  const entries = await github.listTree(commit, `modules/${id}`);
  const has = (name: string): boolean => {
    return entries.some(({ path, type }) => type === 'blob' && path === `modules/${id}/${name}`);
  };
  if (!has('module.md')) return { kind: 'none' };
  const file = `modules/${id}/module.md`;
  const text = await github.readText(file, commit);
  if (text === null) return { kind: 'none' };
  const hasCode = has('module.ts');
  const checked = checkModuleFile(text, file, { hasCode, hasDockerfile: has('Dockerfile') });
  if (checked.kind === 'valid')
    return { kind: 'module', frontMatter: checked.frontMatter, hasCode };
  return { kind: 'invalid', because: checked.problems.map(formatProblem)[0] ?? file };
}

/** Why a module cannot be trained on machines; null when it can. */
export function trainingProblem(id: string, found: BaseModule): string | null {
  if (found.kind === 'none') return `There is no module ${id} on main`;
  if (found.kind === 'invalid') return `The module ${id} is not valid: ${found.because}`;
  const { recipe, fineTunable, status, container } = found.frontMatter;
  if (status === 'retired') return `The module ${id} is retired`;
  const isTrainable = recipe !== undefined || found.hasCode || container?.train !== undefined;
  if (isTrainable && fineTunable !== false) return null;
  return `The module ${id} has neither a recipe nor code to train it with`;
}
