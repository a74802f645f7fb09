import { Document, parseDocument } from 'yaml';
import type { ModuleFrontMatter } from './generated/types.ts';

/** The text of a `module.md`. */
export function renderModuleFile(frontMatter: ModuleFrontMatter, card: string): string {
  const yaml = new Document(frontMatter).toString({ lineWidth: 100, flowCollectionPadding: false });
  return `---\n${yaml}---\n\n${card.trim()}\n`;
}

/** Sets some fields of a `module.md` and leaves the rest of its text, comments too, as it is. */
export function patchModuleFile(text: string, patch: Partial<ModuleFrontMatter>): string {
  const end = text.search(/\n---[ \t]*\r?(\n|$)/);
  const document = parseDocument(text.slice(4, end + 1));
  for (const [key, value] of Object.entries(patch)) document.set(key, document.createNode(value));
  return `---\n${document.toString({ lineWidth: 100, flowCollectionPadding: false })}${text.slice(end + 1)}`;
}
