export const codeownersPath = '.github/CODEOWNERS';

/** What decides who may do what, and what runs; R10. */
const adminsPaths = [
  '/.github/',
  '/schemas/',
  '/actions/',
  '/runner/',
  '/cli/',
  '/marketplace/',
  '/package.json',
  '/package-lock.json',
  '/orangery.config.yml',
  '/astro.config.mjs',
  '/tsconfig.json',
];

/** The file that asks the admins for a review of what is theirs; null where no team is. */
export function codeowners(organisation: string, teams: readonly string[]): string | null {
  if (teams.length === 0) return null;
  const owners = teams.map((team) => `@${organisation}/${team}`).join(' ');
  const width = Math.max(...adminsPaths.map((path) => path.length));
  const lines = adminsPaths.map((path) => `${path.padEnd(width)} ${owners}`);
  return `# Written by sync-access from access.yml. Folders of modules are their maintainers'.\n${lines.join('\n')}\n`;
}
