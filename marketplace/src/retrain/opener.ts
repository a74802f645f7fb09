/**
 * Makes the buttons that open retraining work. All else is loaded when one is pressed: a page that is
 * only read stays small.
 */
export function addOpeners(page: Document): void {
  for (const place of page.querySelectorAll<HTMLElement>('[data-retrain]')) {
    const button = place.querySelector('button');
    const status = place.querySelector('[role=status]');
    if (button === null || status === null) continue;
    place.hidden = false;
    button.addEventListener('click', () => {
      button.disabled = true;
      status.textContent = 'Loading …';
      open(place).then(
        () => button.remove(),
        () => {
          button.disabled = false;
          status.textContent = 'It could not be loaded: check the connection and try again.';
        },
      );
    });
  }
}

async function open(place: HTMLElement): Promise<void> {
  const { openRetraining } = await import('./open-retraining.ts');
  await openRetraining(place);
}
