import { rolesFor } from '../../access/roles.ts';
import { grammar, usageOf, verbs } from '../../commands/grammar.ts';
import { mainBranch, type Control } from '../control.ts';
import { readAccess } from '../../access/read-access.ts';
import { knownRoles, learnPerson } from '../asker.ts';
import type { Gathered } from '../gather.ts';

/** What may be asked for here, and whether this person may. */
export async function listVerbs({ catalogue }: Control, { asker }: Gathered): Promise<string> {
  const base = await catalogue.getBranch(mainBranch);
  const access = await readAccess(catalogue, base ?? mainBranch);
  const known = { kind: 'known', value: access } as const;
  const roles = knownRoles(await learnPerson(catalogue, asker.id, known), known);
  const rows = verbs.map((verb) => {
    const may = rolesFor(access, verb);
    const isOwn = roles.some((role) => may.includes(role));
    return `| \`${usageOf(verb).replaceAll('|', '\\|')}\` | ${grammar[verb].does} | ${isOwn ? 'yes' : may.join(', ') || 'nobody'} |`;
  });
  return [
    `You are a ${roles.at(-1) ?? 'user'}.`,
    '',
    '| say | it | you may |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}
