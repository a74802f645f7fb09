import type { Field } from '@orangery/schemas';
import { makeElement, showAnswer, tellTime } from '@orangery/runner/form';
import type { Answer, Ask } from './ask.ts';
import { makeForm } from './make-form.ts';
import { tellFailure } from './tell-failure.ts';

export interface ShownModule {
  readonly inputs: readonly Field[];
  readonly samples: readonly URL[];
  readonly answer: Answer;
  readonly signal: AbortSignal;
  /** Whether a file of rows is an input too; it is when absent. */
  readonly hasTables?: boolean;
  /** Stands above the form, such as the field for a key. */
  readonly before?: readonly HTMLElement[];
}

/** A form and its answer side by side. */
export function showModule(shown: ShownModule): HTMLElement {
  const { inputs, samples, answer, signal, hasTables = true, before = [] } = shown;
  const empty = makeElement('p', { class: 'soft' }, 'The answer will stand here.');
  const result = makeElement('div', { class: 'result', 'aria-live': 'polite' }, empty);
  result.setAttribute('aria-busy', 'false');
  const refuse = (error: unknown): void => {
    if (!signal.aborted) result.replaceChildren(tellFailure(error));
  };
  let latest: Promise<void> = Promise.resolve();
  let asked = 0;
  // one after the other, as the worker answers; what was overtaken meanwhile is left out
  const ask: Ask = async (raw, picture) => {
    asked += 1;
    const number = asked;
    result.setAttribute('aria-busy', 'true');
    latest = latest.then(async () => {
      if (number !== asked) return;
      result.replaceChildren(makeElement('p', { class: 'soft' }, 'Computing …'));
      try {
        const { answers, milliseconds, by } = await answer(raw);
        const time = `Answered in ${tellTime(milliseconds)} by ${by}`;
        const told = makeElement('p', { class: 'time soft' }, time);
        result.replaceChildren(...showAnswer(answers, picture), told);
      } catch (error) {
        refuse(error);
      } finally {
        if (number === asked) result.setAttribute('aria-busy', 'false');
      }
    });
    return latest;
  };
  const form = makeForm(inputs, { ask, samples, refuse, signal, hasTables });
  const left = makeElement('div', { class: 'give' }, ...before, form);
  return makeElement('div', { class: 'ask' }, left, result);
}
