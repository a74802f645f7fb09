import { markdownToHast, type HastNode } from 'satteri';

export interface Rendered {
  /** Names of the elements, in order. */
  readonly elements: readonly string[];
  /** Raw HTML and comments. */
  readonly raw: readonly string[];
  readonly text: string;
  /** Of each cell of the body of a table. */
  readonly cells: readonly string[];
}

/** What a renderer of GitHub's Markdown makes of a text. */
export function renderedMarkdown(markdown: string): Rendered {
  const tree = markdownToHast(markdown, { features: { gfm: true } });
  const all = [...walk(tree)];
  const elements = all.flatMap((node) => (node.type === 'element' ? [node.tagName] : []));
  const raw = all.flatMap((node) =>
    node.type === 'raw' || node.type === 'comment' ? [node.value] : [],
  );
  const cells = all.flatMap((node) =>
    node.type === 'element' && node.tagName === 'td' ? [textOf(node)] : [],
  );
  return { elements, raw, text: textOf(tree), cells };
}

function* walk(node: HastNode): Generator<HastNode> {
  yield node;
  for (const child of 'children' in node ? node.children : []) yield* walk(child);
}

function textOf(node: HastNode): string {
  return [...walk(node)].flatMap((each) => (each.type === 'text' ? [each.value] : [])).join('');
}
