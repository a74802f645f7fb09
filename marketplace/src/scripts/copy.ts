/** Puts a button on each block of code that copies it. */
export function addCopyButtons(page: Document): void {
  if (navigator.clipboard === undefined) return;
  for (const block of page.querySelectorAll('[data-copy]')) {
    const code = block.querySelector('pre');
    if (code === null) continue;
    const button = page.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.addEventListener('click', () => {
      void navigator.clipboard.writeText(code.innerText).then(
        () => (button.textContent = 'Copied'),
        () => (button.textContent = 'Not allowed'),
      );
    });
    block.append(button);
  }
}
