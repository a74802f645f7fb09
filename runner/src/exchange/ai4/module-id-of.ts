import { Failure, isModuleId } from '@orangery/schemas';

const longest = 64;

/**
 * What a module is called: as its file says, else by the name of the file, folder or repository.
 * @throws Failure USAGE when nothing of the name can be taken
 */
export function moduleIdOf(said: unknown, name: string): string {
  if (typeof said === 'string' && isModuleId(said)) return said;
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-+/, '');
  // an id begins with a letter
  const begun = /^\d/.test(words) ? `ai4-${words}` : words;
  const id = begun.slice(0, longest).replace(/-+$/, '');
  if (isModuleId(id)) return id;
  throw new Failure(
    'USAGE',
    `${name}: expected a name with letters that a module can have, found none`,
    {
      hint: 'Give the module a name: --id my-module.',
    },
  );
}
