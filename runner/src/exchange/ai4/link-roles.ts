import type { Link, ModuleFrontMatter } from '@orangery/schemas';

/** Names of links in ai4-metadata → titles by which our links say the same. */
export const linkTitles = {
  source_code: 'Source code',
  documentation: 'Documentation',
  zenodo_doi: 'Zenodo record',
  dataset: 'Dataset',
  weights: 'Weights',
  citation: 'Citation',
  base_model: 'Base model',
  self: 'AI4OS metadata',
} as const;

export type LinkRole = keyof typeof linkTitles;

/** The link by which a module's own DOI is told. */
export const doiTitle = 'DOI';

/** What these lead to is not the module itself. */
const others: readonly string[] = [linkTitles.dataset, linkTitles.weights, linkTitles.base_model];

/** Address of the link with a title. */
export function findLink(
  { links = [] }: Pick<ModuleFrontMatter, 'links'>,
  title: string,
): string | undefined {
  return links.find((link) => link.title === title)?.url;
}

/** Links about the module itself, the one that is its DOI first. */
export function ownLinks({ links = [] }: Pick<ModuleFrontMatter, 'links'>): readonly Link[] {
  const own = links.filter(({ title }) => !others.includes(title));
  return [...own].sort((a, b) => Number(b.title === doiTitle) - Number(a.title === doiTitle));
}

/** Whether a link has a meaning of its own in ai4-metadata. */
export function hasRole({ title }: Link): boolean {
  return title === doiTitle || Object.values<string>(linkTitles).includes(title);
}
