import { shellWord } from './shell-word.ts';

/**
 * What makes a machine ready for the commands of these pages.
 * @param repository `owner/name` on GitHub, when there is one
 */
export function cloneCommand(repository: string | undefined): string {
  if (repository === undefined) return 'npm ci';
  const folder = repository.split('/').at(-1)!;
  return [
    `git clone ${shellWord(`https://github.com/${repository}`)}`,
    `cd ${shellWord(folder)}`,
    'npm ci',
  ].join('\n');
}
