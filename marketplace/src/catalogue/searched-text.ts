import type { Module } from '@orangery/schemas/files';
import { formatTask } from './format.ts';

const longestText = 4000;

/** The words a module is found by: names first, then its card without marks, at most 4,000 characters. */
export function searchedText({ id, frontMatter, card }: Module): string {
  const { title, summary, tasks, tags = [], categories = [], authors } = frontMatter;
  const names = [title, id.replaceAll('-', ' '), ...tasks.map(formatTask), ...tags, ...categories];
  const people = authors.map(({ name }) => name);
  const words = [...names, summary, ...people, plainText(card)].join(' ');
  return words.slice(0, longestText);
}

/** Markdown without its marks: rough, because nobody reads it. */
function plainText(markdown: string): string {
  return markdown
    .replace(/<[^>]*>/g, ' ')
    .replace(/\]\([^)]*\)/g, ' ')
    .replace(/[#*`_|>[\]~-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
