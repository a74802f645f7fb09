import { absoluteLink } from '../catalogue/exchanged.ts';
import type { IndexedModule } from '../catalogue/indexed-module.ts';
import type { Site } from '../catalogue/site.ts';
import type { CatalogueFiles } from './catalogue-files.ts';
import { xmlText } from './xml-text.ts';

const mostEntries = 100;

interface Release {
  readonly module: IndexedModule;
  readonly version: string;
  readonly date: string;
  readonly changes: string;
}

/** `/feed.xml`: the newest versions as an Atom feed (RFC 4287), by the days that changelogs say. */
export const feed: CatalogueFiles = (modules, site) => {
  const releases = newest(modules);
  const self = absoluteLink(site, 'feed.xml');
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <title>${xmlText(`${site.title}: new versions`)}</title>`,
    `  <id>${site.address === undefined ? 'urn:orangery:feed' : xmlText(self)}</id>`,
    `  <updated>${midnight(releases[0]?.date ?? '1970-01-01')}</updated>`,
    `  <author><name>${xmlText(site.title)}</name></author>`,
    `  <link rel="self" type="application/atom+xml" href="${xmlText(self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${xmlText(absoluteLink(site, ''))}"/>`,
    ...releases.flatMap((release) => entry(release, site)),
    '</feed>',
    '',
  ];
  return [{ path: 'feed.xml', content: lines.join('\n') }];
};

/** Retired modules announce nothing. */
function newest(modules: readonly IndexedModule[]): readonly Release[] {
  return modules
    .filter(({ entry: { status } }) => status !== 'retired')
    .flatMap((module) => module.changelog.map((change) => ({ module, ...change })))
    .sort((a, b) => compareText(b.date, a.date) || compareText(a.module.id, b.module.id))
    .slice(0, mostEntries);
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function entry({ module, version, date, changes }: Release, site: Site): readonly string[] {
  const { id, entry: described } = module;
  const page = absoluteLink(site, `modules/${id}/`);
  const name =
    site.address === undefined
      ? `urn:orangery:modules:${id}:${version}`
      : `${page}#${encodeURIComponent(version)}`;
  return [
    '  <entry>',
    `    <title>${xmlText(`${described.title} ${version}`)}</title>`,
    `    <id>${xmlText(name)}</id>`,
    `    <updated>${midnight(date)}</updated>`,
    `    <link rel="alternate" type="text/html" href="${xmlText(page)}"/>`,
    ...described.tasks.map((task) => `    <category term="${xmlText(task)}"/>`),
    `    <summary>${xmlText(changes)}</summary>`,
    '  </entry>',
  ];
}

function midnight(date: string): string {
  return `${date}T00:00:00Z`;
}
