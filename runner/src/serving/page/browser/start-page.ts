import { connectDrop } from './connect-drop.ts';
import { connectForm } from './connect-form.ts';

/** Makes forms answer in place; without it a browser shows the answer as it came. */
export function startPage(): void {
  const keyField = document.querySelector('.key');
  keyField?.addEventListener('submit', (event) => event.preventDefault());
  for (const form of document.querySelectorAll<HTMLFormElement>('form[action]')) {
    connectForm(form, keyField instanceof HTMLElement ? keyField : null);
  }
  for (const field of document.querySelectorAll('.drop')) connectDrop(field);
  for (const button of document.querySelectorAll('button.copy')) {
    const code = button.parentElement?.querySelector('code');
    // only where the page came by https or from this machine
    if (!code || !('clipboard' in navigator)) continue;
    button.removeAttribute('hidden');
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent ?? '');
      button.textContent = 'Copied';
    });
  }
}
