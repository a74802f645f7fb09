/** Markup that needs no escaping any more. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | readonly Html[];

/** Markup of a template; whatever is put into it is text, unless it is markup itself. */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = parts.map(markupOf);
  return new Html(template.map((text, index) => text + (texts[index] ?? '')).join(''));
}

function markupOf(part: Part): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(({ text }: Html) => text).join('');
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
