import { wholeInput } from '../../inference/whole-input.ts';
import { takesArguments, type ServedModel } from '../served-model.ts';
import { argumentControls } from './argument-control.ts';
import { callLine, type CallAddress } from './call-line.ts';
import { fieldControl, fileControl } from './field-control.ts';
import { markup, type Markup } from './markup.ts';

export interface SectionOptions extends CallAddress {
  readonly base: string;
  /** Whether the page is about this model alone. */
  readonly isOnly: boolean;
}

/** What a model is, the form that asks it, and room for its answer. */
export function modelSection(model: ServedModel, options: SectionOptions): Markup {
  const id = `model-${model.name}`;
  const title = options.isOnly
    ? markup`<h1 id="${id}">${model.title}</h1>`
    : markup`<h2 id="${id}">${model.title}</h2>`;
  return markup`<section aria-labelledby="${id}">
    ${title}
    <p class="summary">${model.summary}</p>
    ${facts(model)}
    <div class="ask">
      <div>
        ${model.predict === undefined ? markup`<p>It gives no predictions.</p>` : forms(model, options.base)}
      </div>
      <div class="result" role="status" aria-live="polite" aria-label="Answer of ${model.title}">
        <p class="empty">The answer appears here.</p>
      </div>
    </div>
    <div class="line">
      <pre tabindex="0"><code>${callLine(model, options)}</code></pre>
      <button type="button" class="copy" hidden>Copy</button>
    </div>
  </section>`;
}

function facts({ name, version, backend, metadata }: ServedModel): Markup {
  const license = metadata?.['license'];
  const told = [
    markup`<li>${name}</li>`,
    markup`<li>version ${version}</li>`,
    ...(typeof license === 'string' && license !== '' ? [markup`<li>${license}</li>`] : []),
    markup`<li>${backend}</li>`,
  ];
  return markup`<ul class="facts">${told}</ul>`;
}

function forms(model: ServedModel, base: string): Markup {
  const action = `${base}/v2/models/${model.name}/predict/`;
  const { inputs } = model;
  if (takesArguments(model)) {
    return form({ action, controls: argumentControls(model), send: 'form' });
  }
  const whole = wholeInput(inputs);
  const shown = whole === undefined ? inputs : inputs.filter(({ name }) => name === whole.name);
  const main = form({ action, controls: shown.map(fieldControl), send: 'json' });
  if (whole !== undefined) return main;
  const rows = fileControl({
    ...{ name: 'data', label: 'A file of rows', isRequired: true },
    ...{ hint: 'CSV, TSV, JSON lines or Parquet', accept: '.csv,.tsv,.jsonl,.ndjson,.parquet' },
  });
  return markup`${main}
    <details>
      <summary>Many rows at a time</summary>
      ${form({ action, controls: [rows], send: 'form' })}
    </details>`;
}

interface Form {
  readonly action: string;
  readonly controls: readonly Markup[];
  /** What it sends where it has no file; without JavaScript always a form. */
  readonly send: 'form' | 'json';
}

function form({ action, controls, send }: Form): Markup {
  const encoding = markup`method="post" enctype="multipart/form-data"`;
  return markup`<form ${encoding} action="${action}" data-send="${send}">
    <div class="fields">${controls}</div>
    <button>Predict</button>
  </form>`;
}
