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
  const boxes = new Map<string, Box>();
  for (const link of root.querySelectorAll<HTMLAnchorElement>('a[data-facet]')) {
    const { facet = '', value = '', title = '', count = '' } = link.dataset;
    const box = makeBox({ facet, value, title, count: Number(count) });
    boxes.set(keyOf(facet, value), box);
    link.replaceWith(box.label);
  }
  const chosen = (): HTMLInputElement[] =>
    [...boxes.values()].map(({ input }) => input).filter((input) => input.checked);
  const clear = root.querySelector<HTMLButtonElement>('[data-clear]');
  const showClear = (): void => {
    if (clear !== null) clear.hidden = chosen().length === 0;
  };
  const selection = (): Selection =>
    Object.fromEntries(
      [...Map.groupBy(chosen(), ({ name }) => name)].map(([name, some]) => [
        name,
        some.map(({ value }) => value),
      ]),
    );
  const choose = (wanted: Selection): void => {
    for (const { input } of boxes.values()) {
      input.checked = wanted[input.name]?.includes(input.value) === true;
    }
    showClear();
  };
  return {
    selection,
    choose,
    show: (counts, wanted) => {
      for (const group of listFacets({ found: [], counts })) addBoxes(root, group, boxes, wanted);
      for (const box of boxes.values()) {
        const { name, value } = box.input;
        showCount(box, counts[name]?.get(value) ?? 0);
        box.input.checked = wanted[name]?.includes(value) === true;
      }
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
  readonly label: HTMLLabelElement;
  readonly input: HTMLInputElement;
  readonly count: Text;
}

interface BoxFacts {
  readonly facet: string;
  readonly value: string;
  readonly title: string;
  readonly count: number;
}

const keyOf = (facet: string, value: string): string => `${facet}=${value}`;

function makeBox({ facet, value, title, count }: BoxFacts): Box {
  const label = document.createElement('label');
  const input = document.createElement('input');
  input.type = 'checkbox';
  input.name = facet;
  input.value = value;
  const words = document.createElement('span');
  words.textContent = title;
  const number = document.createElement('span');
  number.className = 'count';
  const text = document.createTextNode(String(count));
  number.append(text);
  label.append(input, words, number);
  return { label, input, count: text };
}

/** Adds boxes for values that are asked for, or that a group has room for. */
function addBoxes(
  root: HTMLElement,
  { title, values, left }: FacetGroup,
  boxes: Map<string, Box>,
  wanted: Selection,
): void {
  const list = root.querySelector(`[data-group="${CSS.escape(title)}"] ul`);
  if (list === null) return;
  const isOpen = list.children.length > mostValues || left === 0;
  for (const [place, value] of values.entries()) {
    const key = keyOf(value.facet, value.value);
    const isWanted = wanted[value.facet]?.includes(value.value) === true;
    if (boxes.has(key) || (!isWanted && !isOpen && place >= mostValues)) continue;
    const box = makeBox(value);
    boxes.set(key, box);
    const item = document.createElement('li');
    item.append(box.label);
    list.append(item);
  }
}

/** A value that no module has any more stays where it is, so that boxes do not jump. */
function showCount({ label, count }: Box, number: number): void {
  const text = String(number);
  if (count.data !== text) count.data = text;
  label.classList.toggle('none', number === 0);
}
