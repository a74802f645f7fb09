import { make } from '../dom.ts';
import type { TrainingSettings } from '../messages.ts';

export interface SettingsOptions {
  /** Module that is retrained. */
  readonly id: string;
  readonly onStart: (settings: TrainingSettings) => void;
  /** Told at once, and whenever they are changed to something that can be started. */
  readonly onChange: (settings: TrainingSettings) => void;
}

/** Enough to see whether it can learn, in the time that somebody waits. */
const usual = { trials: 5, minutes: 3 };

/** Budget and name of the new module, and the button that starts. */
export function settingsView({ id, onStart, onChange }: SettingsOptions): HTMLFormElement {
  const trials = numberInput({ value: usual.trials, min: 1, max: 100, step: 1 });
  const minutes = numberInput({ value: usual.minutes, min: 0.5, max: 120, step: 0.5 });
  const child = make('input', {
    ...{ type: 'text', required: true, maxlength: 64, autocomplete: 'off', spellcheck: 'false' },
    value: `${id}-retrained`.slice(0, 64),
    pattern: '[a-z][a-z0-9]*(-[a-z0-9]+)*',
    title: 'Lower-case words joined by hyphens, such as my-flowers',
  });
  const form = make(
    'form',
    { class: 'settings' },
    field('Most trials', trials, 'how many sets of knobs are tried'),
    field('Most minutes', minutes, 'whichever ends first'),
    field('Name of the new module', child, 'lower-case words joined by hyphens'),
    make('button', { type: 'submit', class: 'button main' }, 'Start training'),
  );
  const settings = (): TrainingSettings => ({
    trials: trials.valueAsNumber,
    minutes: minutes.valueAsNumber,
    child: child.value,
  });
  form.addEventListener('input', () => {
    if (form.checkValidity()) onChange(settings());
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onStart(settings());
  });
  onChange(settings());
  return form;
}

function numberInput(attributes: Readonly<Record<string, number>>): HTMLInputElement {
  return make('input', { type: 'number', required: true, ...attributes });
}

/** A control under its name, with a word on what it does. */
export function field(name: string, control: HTMLElement, note?: string): HTMLLabelElement {
  return make(
    'label',
    { class: 'field' },
    make('span', { class: 'name' }, name),
    control,
    note !== undefined && make('span', { class: 'small soft' }, note),
  );
}
