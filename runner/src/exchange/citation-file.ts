import { portableYaml, type Author } from '@orangery/schemas';
import { isPerson } from './bibtex.ts';
import {
  findDoi,
  folderAddress,
  releaseDate,
  webPage,
  type ExchangedModule,
} from './exchanged-module.ts';

/** CITATION.cff of a module (Citation File Format 1.2.0, https://citation-file-format.github.io). */
export function citationFile(exchanged: ExchangedModule): string {
  const { frontMatter } = exchanged.module;
  const { title, summary, version, license, authors, tags = [] } = frontMatter;
  const doi = findDoi(exchanged.module);
  const date = releaseDate(exchanged.module);
  const page = webPage(exchanged);
  const folder = folderAddress(exchanged);
  return portableYaml({
    'cff-version': '1.2.0',
    message: 'If you use this module, please cite it as below.',
    type: 'software',
    title,
    abstract: summary,
    authors:
      authors.length === 0
        ? [{ name: `${exchanged.catalogue} contributors` }]
        : authors.map(describeAuthor),
    version,
    ...(date !== undefined && { 'date-released': date }),
    // the format takes names of licences, no expressions of several
    ...(/^[\w.+-]+$/.test(license) && license !== 'NOASSERTION' && { license }),
    ...(doi !== undefined && { doi }),
    ...(page !== undefined && { url: page }),
    ...(folder !== undefined && { 'repository-code': folder }),
    ...(tags.length > 0 && { keywords: [...new Set(tags)] }),
  });
}

function describeAuthor(author: Author): object {
  const { name, affiliation, orcid, url } = author;
  const site = url === undefined ? {} : { website: url };
  if (!isPerson(author)) return { name, ...site };
  const [given, family] = splitName(name);
  return {
    ...(given !== '' && { 'given-names': given }),
    'family-names': family,
    ...(affiliation !== undefined && { affiliation }),
    ...(orcid !== undefined && { orcid: `https://orcid.org/${orcid}` }),
    ...site,
  };
}

/** The last word is the family name, which is all a single field can tell. */
function splitName(name: string): readonly [given: string, family: string] {
  const words = name.trim().split(/\s+/);
  return [words.slice(0, -1).join(' '), words.at(-1) ?? name];
}
