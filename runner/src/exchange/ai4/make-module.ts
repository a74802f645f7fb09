import {
  Failure,
  formatProblem,
  renderModuleFile,
  schemaNames,
  type ModuleFrontMatter,
} from '@orangery/schemas';
import { checkModuleFile } from '@orangery/schemas/files';
import { ai4Document } from '../ai4-metadata.ts';
import { missingIn } from './kept.ts';
import type { Ai4Reading } from './read-ai4.ts';

/** A module made of a file of others, not yet written. */
export interface MadeModule {
  readonly id: string;
  readonly frontMatter: ModuleFrontMatter;
  readonly card: string;
  /** The text of its `module.md`. */
  readonly text: string;
}

/**
 * Makes the module that a file describes. What a module has no place for is kept under `foreign.ai4`.
 * @param image with the digest that it is pinned by, where it is known
 * @throws Failure FILE_INVALID when what was read gives no valid module
 */
export function makeModule(
  { draft, document, file }: Extract<Ai4Reading, { kind: 'read' }>,
  { id, image }: { readonly id: string; readonly image: string },
): MadeModule {
  const { summary = '' } = draft.frontMatter;
  const frontMatter = frontMatterOf(draft.frontMatter, image);
  const card = draft.card ?? summary;
  const written = ai4Document({
    module: { ...bare, id, frontMatter: { ...frontMatter, foreign: { ai4: {} } }, card },
    ...{ catalogue: '', address: undefined, repository: undefined },
  });
  const { metadata_version: version } = document;
  const kept = {
    ...(version !== undefined && { metadata_version: version }),
    ...missingIn(written, document),
  };
  const whole = { ...frontMatter, foreign: { ai4: kept } };
  const text = renderModuleFile(whole, card);
  const checked = checkModuleFile(text, 'module.md', { hasCode: false, hasDockerfile: false });
  if (checked.kind === 'valid') return { id, frontMatter: whole, card, text };
  const problems = checked.problems.map((problem) => ({ ...problem, file: `${id}/module.md` }));
  throw new Failure(
    'FILE_INVALID',
    `${file}: the module it would make breaks rules:\n${problems.map(formatProblem).join('\n')}`,
    { problems, hint: 'Mend the values that the message names in the file, then import it again.' },
  );
}

/** In the order of the format; what a file lacks is what says the least. */
function frontMatterOf(said: Partial<ModuleFrontMatter>, image: string): ModuleFrontMatter {
  const { title = '', summary = '', license, tasks, kind } = said;
  const { dataset, resources, tags, categories, libraries, dataTypes, links, dates } = said;
  return {
    schema: schemaNames.module,
    title,
    summary,
    version: '1.0.0',
    license: license ?? 'NOASSERTION',
    authors: [],
    maintainers: [],
    tasks: tasks ?? ['other'],
    kind: kind ?? 'module',
    runtime: 'container',
    container: { image },
    ...(dataset !== undefined && { dataset }),
    ...(resources !== undefined && { resources }),
    ...(tags !== undefined && { tags }),
    ...(categories !== undefined && { categories }),
    ...(libraries !== undefined && { libraries }),
    ...(dataTypes !== undefined && { dataTypes }),
    ...(links !== undefined && { links }),
    ...(dates !== undefined && { dates }),
  };
}

/** A folder with nothing in it but module.md. */
const bare = {
  folder: '',
  artifact: null,
  golden: null,
  receipts: [],
  reports: [],
  files: ['module.md'],
} as const;
