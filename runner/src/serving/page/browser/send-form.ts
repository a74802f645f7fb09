import type { Sent } from './tell-problem.ts';

/** Sends what a form holds; never throws. */
export async function sendForm(form: HTMLFormElement, key: string): Promise<Sent> {
  const start = performance.now();
  const sent = (rest: Partial<Sent>): Sent => ({
    ...{ status: 0, text: '', retryAfter: null, requestId: null },
    ...{ milliseconds: performance.now() - start, ...rest },
  });
  try {
    const { body, type } = readForm(form);
    const headers: Record<string, string> = { accept: 'application/json', ...type };
    if (key !== '') headers['authorization'] = `Bearer ${key}`;
    // not form.action: a column may have that name
    const address = form.getAttribute('action') ?? '';
    const response = await fetch(address, { method: 'POST', headers, body });
    return sent({
      status: response.status,
      text: await response.text(),
      retryAfter: response.headers.get('retry-after'),
      requestId: response.headers.get('x-request-id'),
    });
  } catch (error) {
    return sent({ text: error instanceof Error ? error.message : String(error) });
  }
}

/** Files as multipart; without any, JSON where the form may be that. What was left empty is not sent. */
export function readForm(form: HTMLFormElement): {
  readonly body: FormData | string;
  readonly type?: Readonly<Record<string, string>>;
} {
  const filled = [...new FormData(form)].filter(([, value]) =>
    typeof value === 'string' ? value !== '' : value.size > 0,
  );
  const files = new Set(filled.filter(([, value]) => value instanceof File).map(([name]) => name));
  if (files.size === 0 && form.dataset['send'] === 'json') {
    const values = filled.map(([name, value]) => [name, readControl(form, name, String(value))]);
    const type = { 'content-type': 'application/json' };
    return { body: JSON.stringify(Object.fromEntries(values)), type };
  }
  const body = new FormData();
  for (const [name, value] of filled) {
    if (value instanceof File || !files.has(name)) body.append(name, value);
  }
  return { body };
}

/** A text as the value its control says it is; left as it is where it is none. */
export function readControl(form: HTMLFormElement, name: string, text: string): unknown {
  const kind = form.querySelector(`[name="${CSS.escape(name)}"][data-is]`)?.getAttribute('data-is');
  if (kind === 'numbers') return (text.match(/[^\s,;[\]]+/g) ?? []).map(Number);
  if (kind !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
