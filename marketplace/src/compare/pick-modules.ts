import { mostCompared } from '../catalogue/compare-modules.ts';
import { keepChosen, readChosen } from './chosen.ts';

/** Puts a box on each card of the list that chooses it to be compared, and a bar that leads there. */
export function startPicking(list: Element, bar: HTMLElement): void {
  const chosen = new Set(readChosen());
  const show = (): void => {
    keepChosen([...chosen]);
    bar.hidden = chosen.size === 0;
    const link = bar.querySelector('a')!;
    link.search = `?modules=${[...chosen].join(',')}`;
    link.hidden = chosen.size < 2;
    bar.querySelector('span')!.textContent = describe(chosen.size);
    for (const box of list.querySelectorAll<HTMLInputElement>('.pick input')) {
      box.checked = chosen.has(box.value);
      box.disabled = !box.checked && chosen.size >= mostCompared;
    }
  };
  const addBoxes = (): void => {
    for (const card of list.querySelectorAll<HTMLElement>('.module-card:not(:has(.pick))')) {
      card.querySelector('.facts')?.append(makeBox(card.dataset.module!, titleOf(card)));
    }
    show();
  };
  list.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.checked) chosen.add(target.value);
    else chosen.delete(target.value);
    show();
  });
  bar.querySelector('button')!.addEventListener('click', () => {
    chosen.clear();
    show();
  });
  new MutationObserver(addBoxes).observe(list, { childList: true });
  addBoxes();
}

function makeBox(id: string, title: string): HTMLLabelElement {
  const label = document.createElement('label');
  label.className = 'pick';
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.value = id;
  box.setAttribute('aria-label', `Compare ${title}`);
  label.append(box, 'Compare');
  return label;
}

function titleOf(card: Element): string {
  return card.querySelector('h3')?.textContent ?? '';
}

function describe(count: number): string {
  if (count === 1) return '1 module chosen; choose another to compare.';
  const most = count >= mostCompared ? ', which is the most' : '';
  return `${count} modules chosen${most}.`;
}
