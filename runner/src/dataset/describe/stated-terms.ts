import { parseYaml, readFrontMatter } from '@orangery/schemas/files';
import type { DataFile } from '../data-file.ts';
import { citationOf, type Terms } from './citation-of.ts';
import { knownLicense } from '../known-license.ts';
import { licenseOfText } from './license-of-text.ts';
import { speaksOfData } from './speaks-of-data.ts';

const largestBytes = 64 * 1024;
const readers: readonly (readonly [name: RegExp, read: (text: string, file: string) => Terms])[] = [
  [/^(licen[cs]e|copying)/i, (text) => termsOf(licenseOfText(text))],
  [/^dataset\.ya?ml$/i, readYamlTerms],
  [/^datapackage\.json$/i, readJsonTerms],
  [/^citation\.cff$/i, readYamlTerms],
  [/^readme\.md$/i, readReadme],
];

/**
 * Licence and citation as files among the data state them: a licence's text, `dataset.yml`, a data
 * package (Frictionless), `CITATION.cff`, a README's front matter; in this order. What cannot be read
 * states nothing: it is somebody's text, not a mistake of the asker's.
 */
export async function statedTerms(files: readonly DataFile[]): Promise<Terms> {
  const small = files.filter(
    ({ path, sizeBytes }) => speaksOfData(path) && sizeBytes <= largestBytes,
  );
  let terms: Terms = {};
  for (const [name, read] of readers) {
    const named = small.filter(({ path }) => name.test(path.split('/').at(-1)!));
    const file = named.toSorted((a, b) => a.path.length - b.path.length)[0];
    if (file === undefined) continue;
    terms = { ...read(new TextDecoder().decode(await file.read()), file.path), ...terms };
  }
  return terms;
}

function readYamlTerms(text: string, file: string): Terms {
  return readFields(parseYaml(text, file).value);
}

function readJsonTerms(text: string): Terms {
  try {
    return readFields(JSON.parse(text) as unknown);
  } catch {
    // no JSON: it states nothing
    return {};
  }
}

function readReadme(text: string, file: string): Terms {
  return text.startsWith('---') ? readFields(readFrontMatter(text, file).yaml.value) : {};
}

function readFields(value: unknown): Terms {
  if (typeof value !== 'object' || value === null) return {};
  const fields = Object.fromEntries(Object.entries(value));
  const stated = [fields.license, fields.licence, fields.licenses].flatMap(namesOf);
  const license = stated.map(knownLicense).find((found) => found !== undefined);
  return { ...termsOf(license), ...citationOf(fields) };
}

/** `name` or `[name]` or `[{ name }]`. */
function namesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(namesOf);
  if (typeof value !== 'object' || value === null) return [];
  return [
    ...('name' in value ? namesOf(value.name) : []),
    ...('path' in value ? namesOf(value.path) : []),
  ];
}

function termsOf(license: string | undefined): Terms {
  return license === undefined ? {} : { license };
}
