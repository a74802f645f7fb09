import type { Author } from '@orangery/schemas';
import { findDoi, releaseDate, webPage, type ExchangedModule } from './exchanged-module.ts';

/** A BibTeX entry of a module; its text is UTF-8, as BibLaTeX and today's BibTeX read it. */
export function bibtex(exchanged: ExchangedModule): string {
  const { id, frontMatter } = exchanged.module;
  const date = releaseDate(exchanged.module);
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['title', `{${escaped(frontMatter.title)}}`],
    ['author', authorsOf(frontMatter.authors, exchanged.catalogue)],
    ['year', date?.slice(0, 4)],
    ['date', date],
    ['version', escaped(frontMatter.version)],
    ['license', frontMatter.license === 'NOASSERTION' ? undefined : escaped(frontMatter.license)],
    ['publisher', escaped(exchanged.catalogue)],
    ['doi', findDoi(exchanged.module)],
    ['url', webPage(exchanged)],
  ];
  const lines = fields
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  ${name} = {${value}},`);
  return [`@software{${id},`, ...lines, '}', ''].join('\n');
}

function authorsOf(authors: readonly Author[], catalogue: string): string {
  if (authors.length === 0) return `{${escaped(catalogue)} contributors}`;
  return authors
    .map((author) => (isPerson(author) ? escaped(author.name) : `{${escaped(author.name)}}`))
    .join(' and ');
}

/** Somebody with an ORCID iD or an affiliation is a person; else the name may be that of a group. */
export function isPerson({ orcid, affiliation }: Author): boolean {
  return orcid !== undefined || affiliation !== undefined;
}

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Text as TeX prints it: an unpaired brace would end the entry. */
function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\{}$&#%_~^]/g, (character) => commands[character] ?? `\\${character}`);
}
