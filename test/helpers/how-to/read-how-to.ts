/** Commands of a how-to that are typed together. */
export interface HowToStep {
  readonly commands: string;
  /** What the page says that they print. */
  readonly expected: string | undefined;
  /** What they need that no test has: ```` ```sh needs=docker ````. */
  readonly needs: string | undefined;
}

const fence = /^```(\w+)(?: needs=([\w-]+))?\n(.*?)^```$/gms;

/** Takes the `sh` blocks of a page in their order, each with the `text` block that comes next. */
export function readHowTo(markdown: string): readonly HowToStep[] {
  const blocks = [...markdown.matchAll(fence)].map(([, language, needs, text]) => ({
    language,
    needs,
    text: text!,
  }));
  return blocks.flatMap(({ language, needs, text }, index) => {
    if (language !== 'sh') return [];
    const next = blocks[index + 1];
    const expected = next?.language === 'text' ? next.text : undefined;
    return [{ commands: text, needs, expected }];
  });
}

/** Matches what is printed, where `…` stands for anything and spaces for any number of spaces. */
export function expectedPattern(expected: string): RegExp {
  const parts = expected.trim().split('…').map(patternOf);
  return new RegExp(`^\\s*${parts.join('.*?')}\\s*$`, 's');
}

function patternOf(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
}
