import type { Problem } from '@orangery/schemas';
import type { Draft } from './field.ts';

type Said = Omit<Problem, 'file'>;

/** Says what a module has and the file did not, and what stands there now. */
export function sayLacking(
  { frontMatter, card }: Draft,
  document: Readonly<Record<string, unknown>>,
  say: (problem: Said) => void,
): void {
  const lacking = (pointer: string, expected: string, hint: string): void =>
    say({ pointer, expected, found: 'nothing', hint });
  if (card === undefined) lacking('/description', 'a description', 'The summary is the card now.');
  if (frontMatter.tasks === undefined) lacking('/tasks', 'tasks', 'It is other now.');
  if (frontMatter.license === undefined && document.license === undefined) {
    lacking('/license', 'a licence', 'It is NOASSERTION now; ask the authors.');
  }
  lacking('/version', 'a version', 'It is 1.0.0 now.');
  lacking('/authors', 'authors', 'Add those you know.');
  lacking('/maintainers', 'maintainers', 'Without any, the admins own the folder.');
}
