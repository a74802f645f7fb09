import { makeElement } from '@orangery/runner/form';

/** A button that does something in the page; what is thrown goes to `refuse`. */
export function makeButton(
  text: string,
  work: () => void | Promise<void>,
  refuse: (error: unknown) => void = () => {},
): HTMLButtonElement {
  const button = makeElement('button', { type: 'button' }, text);
  if (!(button instanceof HTMLButtonElement)) throw new Error('expected a button');
  button.addEventListener('click', () => {
    void Promise.resolve().then(work).catch(refuse);
  });
  return button;
}
