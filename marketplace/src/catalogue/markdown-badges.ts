import { absoluteLink } from './exchanged.ts';
import { badgeNames } from './module-formats.ts';
import type { ModuleView } from './module-view.ts';
import type { Site } from './site.ts';

/** Lines that show a module's badges in a README, each leading to its page. */
export function markdownBadges({ module }: Pick<ModuleView, 'module'>, site: Site): string {
  const page = absoluteLink(site, `modules/${module.id}/`);
  return badgeNames.map((name) => `[![${name}](${page}badges/${name}.svg)](${page})`).join('\n');
}
