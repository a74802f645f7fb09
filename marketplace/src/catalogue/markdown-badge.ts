import { absoluteLink } from './exchanged.ts';
import { moduleBadge } from './module-formats.ts';
import type { ModuleView } from './module-view.ts';
import type { Site } from './site.ts';

/** A line that shows a module's badge in a README, leading to its page. */
export function markdownBadge({ module }: Pick<ModuleView, 'module'>, site: Site): string {
  const { id } = module;
  const page = absoluteLink(site, `modules/${id}/`);
  return `[![${id}](${page}${moduleBadge.file})](${page})`;
}
