import { toFailure } from '@orangery/schemas';
import { makeElement } from '@orangery/runner/form';

/** What went wrong and what to do, for people. */
export function tellFailure(error: unknown): HTMLElement {
  const { message, hint, code } = toFailure(error);
  const lines = [makeElement('p', {}, message)];
  // the remedies of the others speak of commands
  const hasAdvice = code === 'INPUT_INVALID' || !/orangery |--/.test(hint);
  if (hasAdvice) lines.push(makeElement('p', {}, hint));
  return makeElement('div', { class: 'problem' }, ...lines);
}
