import type { ExchangedModule } from '@orangery/runner/exchange';
import type { ModuleView } from './module-view.ts';
import { repositoryOf } from './origin.ts';
import { siteLink } from './site-link.ts';
import type { Site } from './site.ts';

/** A module as formats of others are made from it. */
export function exchangedModule(
  view: Pick<ModuleView, 'module' | 'origin'>,
  site: Site,
): ExchangedModule {
  return {
    module: view.module,
    catalogue: site.title,
    address: site.address === undefined ? undefined : absoluteLink(site, ''),
    repository: repositoryOf(view, site),
  };
}

/** The address of a page or file of the site; only its path when the site has no public address. */
export function absoluteLink({ address = '', base }: Site, path: string): string {
  return `${address.replace(/\/+$/, '')}${siteLink(base, path)}`;
}
