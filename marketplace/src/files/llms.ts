import { absoluteLink } from '../catalogue/exchanged.ts';
import type { IndexedModule } from '../catalogue/indexed-module.ts';
import type { Site } from '../catalogue/site.ts';
import type { CatalogueFiles } from './catalogue-files.ts';
import { listFiles } from './describe-api.ts';

/** Enough to choose from, and little enough to be read at once. */
const mostModules = 200;

/** `/llms.txt`: what this is and how to use it, for language models (https://llmstxt.org). */
export const llms: CatalogueFiles = (modules, site) => {
  const shown = modules.filter(({ entry }) => entry.status === 'active');
  const listed = shown.slice(0, mostModules);
  const rest = shown.length - listed.length;
  const sections = [
    `# ${oneLine(site.title)}`,
    ...(site.description === '' ? [] : [`> ${oneLine(site.description)}`]),
    introduction,
    calling,
    `## For programs\n\n${programs(site).join('\n')}`,
    `## Modules\n\n${listed.map((module) => describe(module, site)).join('\n')}`,
    ...(rest === 0 ? [] : [`${rest} more stand in ${absoluteLink(site, 'api/modules.json')}.`]),
    `## Optional\n\n${optional(site).join('\n')}`,
  ];
  return [{ path: 'llms.txt', content: `${sections.join('\n\n')}\n` }];
};

const introduction = [
  'A module is a folder of a Git repository: a model with its card, measured figures with intervals beside a',
  'trivial model, the signed receipt of its training, and a golden test. Modules are found here, tried in the',
  'page, called over HTTP, and retrained on own data.',
].join('\n');

const calling = [
  'To call one, in a clone of the repository after `npm ci`:',
  '',
  '```sh',
  'npx orangery serve <id>',
  'curl -F data=@input.png http://127.0.0.1:5000/v2/models/<id>/predict/',
  'curl -H "Content-Type: application/json" -d \'{"area_mm2": 14.6}\' http://127.0.0.1:5000/v2/models/<id>/predict/',
  '```',
  '',
  'What a module takes stands under `inputs` of its record, where it runs under `records.deployments`. To retrain',
  'it: `npx orangery train <id> --dataset <https link>`.',
].join('\n');

function programs(site: Site): readonly string[] {
  return listFiles(site)
    .filter(({ type }) => type === 'application/json')
    .map(({ title, href, schema }) => {
      const follows = schema === undefined ? '' : `: follows ${schema}`;
      return `- [${title}](${href})${follows}`;
    });
}

function describe({ id, entry }: IndexedModule, site: Site): string {
  const trained = entry.trained ? '' : ' (to be trained first)';
  const page = absoluteLink(site, `modules/${id}/`);
  return `- [${plain(entry.title)}](${page}): ${plain(entry.summary)}${trained}`;
}

function optional(site: Site): readonly string[] {
  return [
    `- [Roles](${absoluteLink(site, 'roles/')}): who may do what, and how to begin`,
    `- [New versions](${absoluteLink(site, 'feed.xml')}): as a feed`,
  ];
}

/** Contributed text as text: no line, link or heading of its own. */
function plain(text: string): string {
  return oneLine(text).replaceAll(/[[\]<>`*\\]/g, '\\$&');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
