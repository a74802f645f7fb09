import { defaultSchema, sanitize, type Schema } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { markdownToHast, type HastNode } from 'satteri';
import { siteLink } from './site-link.ts';

/** Where links of a card lead that are relative to its folder. */
export interface CardPlace {
  readonly id: string;
  /** `owner/name` on GitHub; without it such links become text. */
  readonly repository: string | undefined;
}

type Element = Extract<HastNode, { type: 'element' }>;

/** Everything else is dropped: raw HTML, scripts, styles, images, forms, ids, classes, handlers. */
const allowed: Schema = {
  ...defaultSchema,
  tagNames: [
    ...['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code'],
    ...['em', 'strong', 'del', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  attributes: {
    a: ['href', 'rel'],
    th: ['align'],
    td: ['align'],
    ol: ['start'],
    pre: ['tabIndex'],
  },
  protocols: { href: ['https', 'http', 'mailto'] },
  clobber: [],
  strip: ['script', 'style', 'template'],
};

/**
 * Turns a model card into HTML that can do no harm (SECURITY-RULES R11). Its highest heading becomes
 * `h3`, pictures become their text, links lead to https, http or mail only.
 */
export function renderCard(markdown: string, place: CardPlace): string {
  const tree = markdownToHast(markdown, {
    features: { frontmatter: false, gfm: { footnotes: false } },
  });
  const shift = 3 - highestHeading(tree);
  change(tree, (element) => {
    shiftHeading(element, shift);
    pictureToText(element);
    leadOut(element, place);
    styleToAlign(element);
    reachByKeyboard(element);
  });
  return toHtml(sanitize(tree as Parameters<typeof sanitize>[0], allowed));
}

function change(node: HastNode, apply: (element: Element) => void): void {
  if (node.type === 'element') apply(node);
  if ('children' in node) for (const child of node.children) change(child as HastNode, apply);
}

function highestHeading(tree: HastNode): number {
  let highest = 7;
  change(tree, ({ tagName }) => {
    if (/^h[1-6]$/.test(tagName)) highest = Math.min(highest, Number(tagName[1]));
  });
  return highest === 7 ? 1 : highest;
}

function shiftHeading(element: Element, shift: number): void {
  if (!/^h[1-6]$/.test(element.tagName)) return;
  element.tagName = `h${Math.min(6, Number(element.tagName[1]) + shift)}`;
}

/** A picture from elsewhere would tell that place who reads the card. */
function pictureToText(element: Element): void {
  if (element.tagName !== 'img') return;
  const value = `[picture: ${String(element.properties.alt ?? '') || 'without a description'}]`;
  element.tagName = 'em';
  element.properties = {};
  element.children = [{ type: 'text', value }];
}

function leadOut(element: Element, { id, repository }: CardPlace): void {
  if (element.tagName !== 'a') return;
  const href = String(element.properties.href ?? '');
  if (/^(https?:\/\/|mailto:)/i.test(href)) {
    element.properties = { href, rel: ['nofollow', 'noopener'] };
    return;
  }
  const isPath = /^[\w./-]+$/.test(href) && !href.startsWith('/') && !href.includes('..');
  element.properties =
    isPath && repository !== undefined
      ? { href: siteLink(`https://github.com/${repository}/blob/main/modules/${id}`, href) }
      : {};
  // an element that is not allowed leaves its text behind
  if (element.properties.href === undefined) element.tagName = 'span';
}

/** Alignment of table columns arrives as a style, which the site's policy forbids. */
function styleToAlign(element: Element): void {
  const align = /^text-align: (left|right|center)$/.exec(String(element.properties.style ?? ''));
  if (align !== null) element.properties = { align: align[1] };
}

/** A long line of code scrolls. */
function reachByKeyboard(element: Element): void {
  if (element.tagName === 'pre') element.properties = { tabIndex: 0 };
}
