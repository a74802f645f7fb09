import { classBars } from '../../catalogue/class-bars.ts';
import { formatCount, formatTask } from '../../catalogue/format.ts';
import { draw, make } from '../dom.ts';
import type { DataCheck } from '../messages.ts';

/** What the check says of the data. @param home address of the site's first page */
export function checkView(check: DataCheck, home: string): HTMLElement {
  if (check.kind === 'unread') return unreadView(check, home);
  const { facts, warnings, classes } = check;
  const list = make('dl', { class: 'facts' });
  for (const { name, value } of facts) list.append(make('dt', {}, name), make('dd', {}, value));
  return make(
    'div',
    {},
    ...warnings.map(({ message }) => make('p', { class: 'warning' }, message)),
    list,
    classes.length > 0 && classTable(classes),
  );
}

function unreadView(
  { message, hint, fits }: Extract<DataCheck, { kind: 'unread' }>,
  home: string,
): HTMLElement {
  return make(
    'div',
    {},
    problemView(message, hint),
    fits !== undefined &&
      make(
        'p',
        {},
        'This data can be learnt from all the same: see ',
        make('a', { href: `${home}recipes/${fits}/` }, `modules for ${formatTask(fits)}`),
        '.',
      ),
  );
}

/** What went wrong, and what to do. */
export function problemView(message: string, hint: string): HTMLElement {
  return make(
    'div',
    { class: 'problem', role: 'alert' },
    ...message.split('\n').map((line) => make('p', {}, line)),
    hint !== '' && make('p', {}, hint),
  );
}

function classTable(classes: Parameters<typeof classBars>[0]): HTMLElement {
  const { bars, hidden } = classBars(classes);
  const rows = bars.map(({ name, count, width }) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, name),
      make('td', { class: 'bar' }, bar(width)),
      make('td', { class: 'number' }, formatCount(count)),
    ),
  );
  const head = ['Class', 'Share', 'Examples'].map((name) => make('th', { scope: 'col' }, name));
  return make(
    'div',
    { class: 'classes' },
    make(
      'table',
      {},
      make('caption', { class: 'visually-hidden' }, 'Examples of each class'),
      make('thead', { class: 'visually-hidden' }, make('tr', {}, ...head)),
      make('tbody', {}, ...rows),
    ),
    hidden > 0 && make('p', { class: 'small soft' }, `And ${hidden} smaller classes.`),
  );
}

function bar(width: number): SVGElement {
  const box = { viewBox: '0 0 100 8', width: 100, height: 8, preserveAspectRatio: 'none' };
  return draw('svg', { ...box, 'aria-hidden': 'true' }, draw('rect', { width, height: 8 }));
}
