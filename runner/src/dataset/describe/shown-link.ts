import { withoutSecrets, type PinnedLink } from '@orangery/schemas';
import { kindOf } from '../links/kinds.ts';
import { parseDatasetLink } from '../links/parse-link.ts';

/** A link as it may be printed: one that gives access by its label alone, a secret by its name. */
export function shownLink({ link: text }: PinnedLink, baseFolder: string): string {
  if (/^secret:/i.test(text)) return text;
  const link = parseDatasetLink(text, { allowLocal: true, baseFolder });
  if (link.kind === 'file' || !kindOf(link).givesAccess(link)) return withoutSecrets(text);
  return kindOf(link).label(link);
}
