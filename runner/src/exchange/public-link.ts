import { withoutSecrets, type PinnedLink } from '@orangery/schemas';
import { fileAddress, type ExchangedModule } from './exchanged-module.ts';

const forms: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/^https:\/\/[^/@\s]+(?:\/\S*)?$/, ([address]) => address],
  [/^doi:(10\.\S+)$/, ([, doi]) => `https://doi.org/${doi}`],
  [
    /^hf:\/\/datasets\/([\w.-]+(?:\/[\w.-]+)?)/,
    ([, name]) => `https://huggingface.co/datasets/${name}`,
  ],
];

/**
 * The web address of data, when everybody may know it and it has one: never of a secret, of a link
 * that carries access, or of a file on the machine that trained.
 */
export function publicAddress(
  exchanged: ExchangedModule,
  { link }: PinnedLink,
): string | undefined {
  if (withoutSecrets(link) !== link) return undefined;
  for (const [form, address] of forms) {
    const match = form.exec(link);
    if (match !== null) return address(match);
  }
  // front matter names files of its folder, receipts those of the repository
  return fileAddress(exchanged, link.replace(`modules/${exchanged.module.id}/`, ''));
}

/** Whether a link is the name of a secret, or gives access to who reads it. */
export function isSecretLink(link: string): boolean {
  return /^secret:/i.test(link) || withoutSecrets(link) !== link;
}

/** `owner/name` of the Hugging Face datasets among links. */
export function huggingFaceDatasets(links: readonly PinnedLink[]): readonly string[] {
  const form = /^(?:hf:\/\/|https:\/\/huggingface\.co\/)datasets\/([\w.-]+\/[\w.-]+)/;
  return [...new Set(links.flatMap(({ link }) => form.exec(link)?.[1] ?? []))];
}
