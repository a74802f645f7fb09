import { make } from '../dom.ts';
import { field } from './settings-view.ts';

export interface SourceChoice {
  readonly target?: string;
  readonly link?: string;
}

/** What only the visitor knows of the data: which column to predict, and whether it is public. */
export interface SourceView {
  readonly element: HTMLElement;
  chosen(): SourceChoice;
  /** Shows which column was taken when none was named. */
  setTarget(target: string | undefined): void;
}

/** @param columns of a table; none of other data */
export function sourceView(columns: readonly string[], onChange: () => void): SourceView {
  const options = columns.map((name) => make('option', { value: name }, name));
  const target = make('select', {}, make('option', { value: '' }, 'the last one'), ...options);
  const link = make('input', {
    ...{ type: 'url', pattern: 'https://.*', placeholder: 'https://', autocomplete: 'off' },
    title: 'An https address',
  });
  const note =
    'only if anybody may see it: then the module names it, and holds a few held-out examples as its golden test';
  const details = make(
    'details',
    {},
    make('summary', {}, 'This data is public'),
    field('Where everybody finds it', link, note),
  );
  target.addEventListener('change', onChange);
  link.addEventListener('change', () => {
    if (link.checkValidity()) onChange();
    else link.reportValidity();
  });
  const chooser = columns.length > 0 && field('Column to predict', target);
  return {
    element: make('div', { class: 'source' }, chooser, details),
    chosen: () => ({
      ...(target.value !== '' && { target: target.value }),
      ...(link.value !== '' && link.checkValidity() && { link: link.value }),
    }),
    setTarget: (name) => {
      if (name !== undefined && columns.includes(name)) target.value = name;
    },
  };
}
