import { folderAddress, bioimageioDescription, publishedDataset } from '@orangery/runner/exchange';
import type { ModuleFileLink } from '@orangery/schemas';
import { absoluteLink, exchangedModule } from './exchanged.ts';
import { moduleBadge, moduleFormats } from './module-formats.ts';
import type { ModuleView } from './module-view.ts';
import type { Site } from './site.ts';

/** A file that tells the same as a page, as its head names it. */
export type Alternate = Required<Pick<ModuleFileLink, 'href' | 'title' | 'type'>>;

/** What a module's page tells in JSON-LD, for programs that read pages: by path, so that a preview leads to its own. */
export function moduleAlternates(view: ModuleView, site: Site): readonly Alternate[] {
  return moduleLinks(view, { ...site, address: undefined }).flatMap(({ href, title, type }) =>
    type === 'application/ld+json' ? [{ href, title, type }] : [],
  );
}

/** A module's page, its folder, and every other file of the site about it. */
export function moduleLinks(view: ModuleView, site: Site): readonly ModuleFileLink[] {
  const { id } = view.module;
  const exchanged = exchangedModule(view, site);
  const folder = folderAddress(exchanged);
  const here = (file: string): string => absoluteLink(site, `modules/${id}/${file}`);
  const lacking = [
    ...(bioimageioDescription(exchanged) === undefined ? [moduleFormats.bioimageio.file] : []),
    ...(publishedDataset(exchanged) === undefined ? [moduleFormats.croissant.file] : []),
  ];
  const formats = Object.values(moduleFormats).filter(
    ({ file }) => !lacking.some((name) => name === file),
  );
  return [
    { rel: 'page', title: 'Page', href: here(''), type: 'text/html' },
    ...(folder === undefined
      ? []
      : [{ rel: 'source' as const, title: 'Folder on GitHub', href: folder }]),
    ...formats.map(({ file, title, mediaType }) => ({
      rel: 'format' as const,
      title,
      href: here(file),
      type: mediaType,
    })),
    {
      rel: 'badge',
      title: moduleBadge.title,
      href: here(moduleBadge.file),
      type: moduleBadge.mediaType,
    },
  ];
}
