import { parseRecord, type ApiFile } from '@orangery/schemas';
import { schemaFiles } from '@orangery/schemas/files';
import { absoluteLink } from '../catalogue/exchanged.ts';
import { moduleBadge, moduleFormats, optionalFormats } from '../catalogue/module-formats.ts';
import type { Site } from '../catalogue/site.ts';
import type { CatalogueFiles } from './catalogue-files.ts';

/** `/api/index.json`, which files there are for programs, and `/api/schemas/`, what they follow. */
export const describeApi: CatalogueFiles = (modules, site) => {
  const path = 'api/index.json';
  const { title, description } = site;
  const record = parseRecord(
    'catalogueApi',
    {
      schema: 'catalogue-api/1',
      title,
      description,
      modules: modules.length,
      files: listFiles(site),
    },
    path,
  );
  return [
    { path, content: `${JSON.stringify(record, null, 2)}\n` },
    ...schemaFiles().map(({ name, path: file }) => ({
      path: `api/schemas/${name}`,
      content: { copyOf: file },
    })),
  ];
};

/** Every file of the site that is for programs, the most useful first. */
export function listFiles(site: Site): readonly ApiFile[] {
  const link = (path: string): string => absoluteLink(site, path);
  const schema = (name: string): string => link(`api/schemas/${name}.schema.json`);
  const json = 'application/json';
  return [
    {
      href: link('api/modules.json'),
      title: 'Every module in few words',
      type: json,
      schema: schema('catalogue'),
    },
    {
      href: link('api/modules/{id}.json'),
      title: 'All that is public of one module',
      type: json,
      schema: schema('catalogue-module'),
    },
    ...Object.values(moduleFormats).map(({ file, title, mediaType }) => ({
      href: link(`modules/{id}/${file}`),
      title,
      type: mediaType,
      ...(optionalFormats.some((format) => format.file === file) && { optional: true as const }),
    })),
    {
      href: link(`modules/{id}/${moduleBadge.file}`),
      title: moduleBadge.title,
      type: moduleBadge.mediaType,
    },
    { href: link('feed.xml'), title: 'The newest versions', type: 'application/atom+xml' },
    { href: link('llms.txt'), title: 'What this is, for language models', type: 'text/plain' },
    ...(site.address === undefined
      ? []
      : [{ href: link('sitemap.xml'), title: 'Addresses of all pages', type: 'application/xml' }]),
    {
      href: link('api/index.json'),
      title: 'This list',
      type: json,
      schema: schema('catalogue-api'),
    },
  ];
}
