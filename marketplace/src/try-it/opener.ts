/** Makes the section's button load the form when it is pressed: until then nothing of it is there. */
export function addOpeners(page: Document): void {
  for (const place of page.querySelectorAll<HTMLElement>('[data-try-it]')) {
    const button = place.querySelector('button');
    const told = place.querySelector('[role="status"]');
    if (button === null || told === null) continue;
    button.hidden = false;
    button.addEventListener('click', async () => {
      button.disabled = true;
      told.textContent = 'Opening …';
      try {
        const { openTryIt } = await import('./open.ts');
        await openTryIt(place);
      } catch {
        button.disabled = false;
        told.textContent = 'It did not load. Look whether you are online, and press again.';
      }
    });
  }
}
