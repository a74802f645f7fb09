import { make } from '../dom.ts';

/** One step under its heading; hidden until it has something to show. */
export interface StepView {
  readonly element: HTMLElement;
  /** Replaces what it holds. */
  show(...content: readonly (Node | undefined)[]): void;
  /** One sentence, read aloud as it changes. */
  say(text: string): void;
  hide(): void;
  isShown(): boolean;
  disable(isDisabled: boolean): void;
  focus(): void;
}

export function stepView(title: string): StepView {
  const heading = make('h3', { tabindex: -1 }, title);
  const status = make('p', { role: 'status' });
  const content = make('fieldset');
  content.setAttribute('aria-label', title);
  const element = make('div', { class: 'step', hidden: true }, heading, status, content);
  return {
    element,
    show: (...nodes) => {
      content.disabled = false;
      content.replaceChildren(...nodes.filter((node) => node !== undefined));
      element.hidden = false;
    },
    say: (text) => {
      status.textContent = text;
      element.hidden = false;
    },
    hide: () => {
      content.replaceChildren();
      status.textContent = '';
      element.hidden = true;
    },
    isShown: () => !element.hidden,
    disable: (isDisabled) => (content.disabled = isDisabled),
    focus: () => heading.focus(),
  };
}
