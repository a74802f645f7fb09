import { show, type ModuleFrontMatter } from '@orangery/schemas';
import { findEvidence } from '../evidence.ts';
import {
  findDoi,
  folderAddress,
  moduleAddress,
  webPage,
  type ExchangedModule,
} from '../exchanged-module.ts';
import { publicAddress } from '../public-link.ts';
import { isDataAddress } from './data-address.ts';
import { carried, field, isImported, isText, type Draft, type Field, type Say } from './field.ts';
import { imageRepository, readImageName } from './image-name.ts';
import { doiTitle, findLink, hasRole, linkTitles, type LinkRole } from './link-roles.ts';

/** What is written of a link that no link of the module has the title of. */
type Derive = (exchanged: ExchangedModule) => string | undefined;

const doi = field<string>({
  path: ['doi'],
  read: (value, say, pointer) => {
    const [, found] = isText(value) ? (doiForm.exec(value.trim()) ?? []) : [];
    if (found === undefined) {
      say.warn({ pointer, expected: 'a DOI such as 10.5281/zenodo.1234567', found: show(value) });
    }
    return found;
  },
  own: ({ frontMatter }) => findLink(frontMatter, doiTitle)?.slice(doiAddress.length),
  set: ({ frontMatter }, name) => addLink(frontMatter, doiTitle, `${doiAddress}${name}`),
  write: (exchanged) =>
    isImported(exchanged)
      ? findLink(exchanged.module.frontMatter, doiTitle)?.slice(doiAddress.length)
      : findDoi(exchanged.module),
  fits: isText,
});

const doiAddress = 'https://doi.org/';
const doiForm = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/[^\s<>"]+)$/i;

/** `links.docker_image`: an image reference, though the schema calls it an address. */
const image = field<string>({
  path: ['links', 'docker_image'],
  read: readImage,
  own: ({ frontMatter }) => frontMatter.container?.image,
  set: ({ frontMatter }, reference) => void (frontMatter.container = { image: reference }),
  write: ({ module }) => module.frontMatter.container?.image,
  fits: isText,
  // which digest or tag stands there is ours to say; which image is the file's
  isSame: (read, own) =>
    read === own ||
    (read !== undefined && own !== undefined && imageRepository(read) === imageRepository(own)),
});

const dataset = field<string>({
  path: ['links', 'dataset'],
  read: readAddress,
  own: ({ frontMatter }) => frontMatter.dataset?.link ?? findLink(frontMatter, linkTitles.dataset),
  set: ({ frontMatter }, link) => {
    if (isDataAddress(link)) frontMatter.dataset = { link };
    else addLink(frontMatter, linkTitles.dataset, link);
  },
  write: (exchanged) => {
    const { module } = exchanged;
    const declared = module.frontMatter.dataset;
    const sources = findEvidence(module).dataset?.sources ?? (declared ? [declared] : []);
    const found = sources.map((source) => publicAddress(exchanged, source)).find(Boolean);
    return found ?? findLink(module.frontMatter, linkTitles.dataset);
  },
  fits: isText,
});

const sourceCode: Derive = (exchanged) =>
  // required there; of a module that lies on one machine only its name can be told
  folderAddress(exchanged) ??
  derivedPage(exchanged) ??
  moduleAddress(exchanged, exchanged.module.id);

export const linkFields: readonly Field[] = [
  doi,
  titled('source_code', sourceCode),
  titled('documentation', (exchanged) =>
    isImported(exchanged) ? undefined : derivedPage(exchanged),
  ),
  image,
  titled('zenodo_doi', (exchanged) => {
    const found = isImported(exchanged) ? undefined : findDoi(exchanged.module);
    return found?.startsWith('10.5281/') ? `${doiAddress}${found}` : undefined;
  }),
  dataset,
  titled('weights', ({ module }) => module.frontMatter.artifact?.link),
  titled('citation'),
  titled('base_model', (exchanged) => {
    const { parent } = exchanged.module.frontMatter;
    return parent && moduleAddress(exchanged, parent.id);
  }),
  titled('self'),
  // AI4OS's own tools write and read these
  ...['ai4_template', 'training_data', 'cicd_url', 'cicd_badge'].map((name) =>
    carried(['links', name]),
  ),
];

function titled(role: LinkRole, derive: Derive = () => undefined): Field {
  const title = linkTitles[role];
  return field<string>({
    path: ['links', role],
    read: readAddress,
    own: ({ frontMatter }) => findLink(frontMatter, title),
    set: ({ frontMatter }, address) => addLink(frontMatter, title, address),
    write: (exchanged) => findLink(exchanged.module.frontMatter, title) ?? derive(exchanged),
    fits: isText,
  });
}

function addLink(frontMatter: Draft['frontMatter'], title: string, url: string): void {
  frontMatter.links = [...(frontMatter.links ?? []), { title, url }];
}

/** The page of a module; an address that its author names first has perhaps another meaning. */
function derivedPage(exchanged: ExchangedModule): string | undefined {
  const { links = [] }: Pick<ModuleFrontMatter, 'links'> = exchanged.module.frontMatter;
  const page = webPage(exchanged);
  return links.some((link) => link.url === page && hasRole(link)) ? undefined : page;
}

function readAddress(value: unknown, say: Say, pointer: string): string | undefined {
  if (isText(value) && /^https:\/\/\S+$/.test(value) && value.length <= 2048) return value;
  if (value === null) {
    say.warn({ pointer, expected: 'an address', found: 'nothing (null)', hint: 'Leave it out.' });
  } else {
    const isPlain = isText(value) && /^http:\/\//.test(value);
    const hint = isPlain
      ? 'Its links are https; this one is kept under foreign.ai4.'
      : 'It is kept under foreign.ai4.';
    say.warn({ pointer, expected: 'an https address', found: show(value), hint });
  }
  return undefined;
}

function readImage(value: unknown, say: Say, pointer: string): string | undefined {
  const expected = 'an image reference such as docker.io/ai4oshub/my-module';
  if (!isText(value)) {
    say.refuse({ pointer, expected, found: value === null ? 'nothing (null)' : show(value) });
    return undefined;
  }
  const name = readImageName(value);
  if (name.kind === 'none') {
    const { found, hint } = name;
    say.refuse({ pointer, expected, found, ...(hint !== undefined && { hint }) });
    return undefined;
  }
  if (name.wasAddress) {
    const hint = `It is taken for ${name.reference}.`;
    say.warn({ pointer, expected, found: `an address, ${show(value)}`, hint });
  }
  return name.reference;
}
