import { makeElement } from './make-element.ts';
import { sendForm } from './send-form.ts';
import { showAnswer } from './show-answer.ts';
import type { ShownPicture } from './show-picture.ts';
import { tellProblem, type Sent } from './tell-problem.ts';
import { tellTime } from './tell.ts';

/** Answers a form on the page, instead of leaving it. */
export function connectForm(form: HTMLFormElement, keyField: HTMLElement | null): void {
  const result = form.closest('section')?.querySelector('.result');
  const button = form.querySelector('button');
  if (!(result instanceof HTMLElement) || button === null) return;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.setAttribute('aria-busy', 'true');
    button.disabled = true;
    const key = keyField?.querySelector('input')?.value.trim() ?? '';
    const sent = await sendForm(form, key);
    button.disabled = false;
    button.removeAttribute('aria-busy');
    if (sent.status === 401 && keyField !== null) {
      keyField.hidden = false;
      keyField.querySelector('input')?.focus();
    }
    result.replaceChildren(...showSent(sent, pictureOf(form)));
  });
}

export function showSent(sent: Sent, picture: ShownPicture | undefined): Node[] {
  if (sent.status !== 200) {
    const lines = tellProblem(sent).filter((line) => line !== '');
    const told = lines.map((line) => makeElement('p', {}, line));
    return [makeElement('div', { class: 'problem' }, ...told)];
  }
  const time = makeElement('p', { class: 'time' }, `Answered in ${tellTime(sent.milliseconds)}`);
  try {
    const answer: unknown = JSON.parse(sent.text);
    const isWrapped = typeof answer === 'object' && answer !== null && 'predictions' in answer;
    return [...showAnswer(isWrapped ? answer.predictions : answer, picture), time];
  } catch {
    return [makeElement('pre', {}, sent.text), time];
  }
}

/** The picture that is shown beside the form's file. */
export function pictureOf(form: HTMLFormElement): ShownPicture | undefined {
  const image = form.querySelector('.preview img');
  if (!(image instanceof HTMLImageElement) || image.naturalWidth === 0) return undefined;
  return { url: image.src, width: image.naturalWidth, height: image.naturalHeight };
}
