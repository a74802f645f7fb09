import type { CatalogueModule } from '@orangery/schemas';
import type { ComparedModules, ComparedRow } from '../catalogue/compare-modules.ts';

/** The table of modules side by side; contributed words become text, never markup. */
export function drawComparison(
  modules: readonly CatalogueModule[],
  { facts, figures }: ComparedModules,
): HTMLTableElement {
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  head.append(element('td', ''));
  for (const { entry } of modules) {
    const link = document.createElement('a');
    link.href = entry.page;
    link.textContent = entry.title;
    const cell = element('th', '');
    cell.setAttribute('scope', 'col');
    cell.append(link);
    head.append(cell);
  }
  addRow(table.createTBody(), {
    name: 'What it does',
    cells: modules.map(({ entry }) => entry.summary),
    best: [],
  });
  for (const row of facts) addRow(table.tBodies[0]!, row);
  const figureBody = table.createTBody();
  for (const row of figures) addRow(figureBody, row);
  return table;
}

function addRow(body: HTMLTableSectionElement, { name, cells, best }: ComparedRow): void {
  const row = body.insertRow();
  const head = element('th', name);
  head.setAttribute('scope', 'row');
  row.append(head);
  for (const [place, text] of cells.entries()) {
    const cell = row.insertCell();
    if (best.includes(place)) cell.append(element('strong', text), ' ', element('small', 'best'));
    else cell.textContent = text === '' ? '–' : text;
  }
}

function element(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
