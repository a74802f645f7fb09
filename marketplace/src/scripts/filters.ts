import type { Choice, Selection } from '../catalogue/choose-modules.ts';
import { listFacets, type FacetGroup } from '../catalogue/list-facets.ts';

/** The boxes to tick beside the list. */
export interface Filters {
  readonly selection: () => Selection;
  readonly choose: (selection: Selection) => void;
  /** Draws counts anew, and boxes for values that were not there. */
  readonly show: (counts: Choice['counts'], selection: Selection) => void;
  readonly onChange: (listener: () => void) => void;
}

const mostValues = 8;

/** Turns the links of the lists by facet into boxes to tick. */
export function startFilters(root: HTMLElement): Filters {
  for (const link of root.querySelectorAll<HTMLAnchorElement>('a[data-facet]')) {
    const { facet = '', value = '', title = '', count = '' } = link.dataset;
    link.replaceWith(makeBox({ facet, value, title, count: Number(count) }));
  }
  const boxes = (): HTMLInputElement[] => [...root.querySelectorAll('input')];
  const clear = root.querySelector<HTMLButtonElement>('[data-clear]');
  const showClear = (): void => {
    if (clear !== null) clear.hidden = !boxes().some((box) => box.checked);
  };
  const selection = (): Selection => {
    const chosen = boxes().filter((box) => box.checked);
    return Object.fromEntries(
      [...Map.groupBy(chosen, (box) => box.name)].map(([name, some]) => [
        name,
        some.map(({ value }) => value),
      ]),
    );
  };
  const choose = (wanted: Selection): void => {
    for (const box of boxes()) box.checked = wanted[box.name]?.includes(box.value) === true;
    showClear();
  };
  return {
    selection,
    choose,
    show: (counts, wanted) => {
      for (const group of listFacets({ found: [], counts })) showGroup(root, group, wanted);
      zeroOthers(boxes(), counts);
      showClear();
    },
    onChange: (listener) => {
      root.addEventListener('change', listener);
      clear?.addEventListener('click', () => {
        choose({});
        listener();
      });
    },
  };
}

interface Box {
  readonly facet: string;
  readonly value: string;
  readonly title: string;
  readonly count: number;
}

function makeBox({ facet, value, title, count }: Box): HTMLLabelElement {
  const label = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.name = facet;
  box.value = value;
  const words = document.createElement('span');
  words.textContent = title;
  const number = document.createElement('span');
  number.className = 'count';
  number.textContent = String(count);
  label.append(box, words, number);
  return label;
}

function showGroup(
  root: HTMLElement,
  { title, values, left }: FacetGroup,
  wanted: Selection,
): void {
  const list = root.querySelector(`[data-group="${CSS.escape(title)}"] ul`);
  if (list === null) return;
  const isOpen = list.children.length > mostValues || left === 0;
  for (const [place, value] of values.entries()) {
    const known = findBox(list, value.facet, value.value);
    const isWanted = wanted[value.facet]?.includes(value.value) === true;
    if (known === null && !isWanted && !isOpen && place >= mostValues) continue;
    const label = known ?? makeBox(value);
    label.querySelector('.count')!.textContent = String(value.count);
    label.querySelector('input')!.checked = isWanted;
    if (known !== null) continue;
    const item = document.createElement('li');
    item.append(label);
    list.append(item);
  }
}

function findBox(list: Element, facet: string, value: string): Element | null {
  const boxes = [...list.querySelectorAll('input')];
  return boxes.find((box) => box.name === facet && box.value === value)?.closest('label') ?? null;
}

/** A value that no module has any more stays where it is, so that boxes do not jump. */
function zeroOthers(boxes: readonly HTMLInputElement[], counts: Choice['counts']): void {
  for (const box of boxes) {
    const count = counts[box.name]?.get(box.value) ?? 0;
    const label = box.closest('label');
    label?.classList.toggle('none', count === 0);
    if (count === 0) label?.querySelector('.count')?.replaceChildren('0');
  }
}
