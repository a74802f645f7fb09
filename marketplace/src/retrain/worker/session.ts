import {
  chooseBackend,
  createPassingKey,
  describePage,
  inspectData,
  pageBackends,
  readHead,
  recipes,
  retrainData,
  type ProgressEvent,
  type Recipe,
} from '@orangery/runner/browser';
import {
  Failure,
  isModuleId,
  parseRecord,
  type DatasetRecord,
  type ModuleFrontMatter,
} from '@orangery/schemas';
import { decodeImage } from '../../browser/decode-image.ts';
import { startOptions } from '../../browser/start-backend.ts';
import { datasetFacts } from '../../catalogue/dataset-facts.ts';
import { formatCount } from '../../catalogue/format.ts';
import type { DataCheck, Order, Report, TrainedModule, TrainingSettings } from '../messages.ts';
import { checkRead } from './limits.ts';
import { openFiles, type OpenedFiles } from './open-files.ts';
import { packModule } from './pack-module.ts';

type OrderOf<Type extends Order['type']> = Extract<Order, { type: Type }>;
type Inspected = Extract<Awaited<ReturnType<typeof inspectData>>, { kind: 'read' }>;

/** One visitor's data, from its files to the module that was trained on it. Nothing is sent anywhere. */
export class Session {
  readonly #send: (report: Report) => void;
  /** Never aborted: whoever cancels ends the worker. */
  readonly #signal = new AbortController().signal;
  #module: { readonly id: string; readonly frontMatter: ModuleFrontMatter } | undefined;
  #opened: OpenedFiles | undefined;
  #target: string | undefined;
  #inspected: Inspected | undefined;

  constructor(send: (report: Report) => void) {
    this.#send = send;
  }

  /** @throws Failure */
  async obey(order: Order): Promise<void> {
    if (order.type === 'open') await this.#open(order);
    else if (order.type === 'check')
      this.#send({ type: 'checked', check: await this.#check(order) });
    else this.#send({ type: 'trained', result: await this.#train(order.settings) });
  }

  async #open({ module: { id, frontMatter }, files }: OrderOf<'open'>): Promise<void> {
    this.#module = { id, frontMatter: parseRecord('module', frontMatter, `${id}/module.md`) };
    this.#inspected = undefined;
    this.#opened = await openFiles(files);
    const head = await readHead(this.#opened.files, this.#signal);
    const isTable = this.#opened.files.length === 1 || this.#recipe().name.startsWith('tabular');
    this.#send({ type: 'opened', columns: isTable ? (head?.table?.columns ?? []) : [] });
  }

  async #check({ target, link }: OrderOf<'check'>): Promise<DataCheck> {
    const { files, pin, isFolder } = present(this.#opened);
    this.#target = target;
    this.#inspected = undefined;
    const inspected = await inspectData({
      recipe: this.#recipe(),
      files,
      // private data is named by a secret's name in every record: this link is never shown
      sources: [
        link === undefined
          ? { link: 'file:chosen-in-a-page', ...pin }
          : { link, ...(isFolder ? {} : pin) },
      ],
      visibility: link === undefined ? 'private' : 'public',
      decodeImage,
      signal: this.#signal,
      ...(target !== undefined && { target }),
    });
    if (inspected.kind === 'unread') {
      const { failure, format } = inspected;
      const { message, hint } = failure;
      return { kind: 'unread', message, hint, ...(format.fits && { fits: format.fits.recipe }) };
    }
    const { details, warnings } = inspected.described;
    checkRead(details);
    this.#inspected = inspected;
    return { kind: 'read', warnings, ...describe(details) };
  }

  async #train({ trials, minutes, child }: TrainingSettings): Promise<TrainedModule> {
    const { data, described } = present(this.#inspected);
    const module = present(this.#module);
    checkName(child);
    const { record } = described;
    const signal = this.#signal;
    const report = (event: ProgressEvent): void => this.#send({ type: 'progress', event });
    const { receipt, id, files } = await retrainData({
      ...{ recipe: this.#recipe(), module, child, data, record, decodeImage },
      ...(this.#target !== undefined && { target: this.#target }),
      visibility: record.visibility ?? 'private',
      budget: { MODEL_TRIAL_COUNT: trials, TIME_HOURS: minutes / 60 },
      seed: 1,
      startBackend: async (probe) => {
        const options = { probe, signal, backends: pageBackends, options: startOptions };
        const choice = await chooseBackend('auto', options);
        this.#send({ type: 'backend', reason: choice.reason });
        return choice;
      },
      describeEnvironment: (backend) => describePage(backend, navigator),
      key: await createPassingKey(),
      world: { now: Date.now, signal, logger: quiet, report },
    });
    return { id, receipt, zip: packModule(id, files) };
  }

  #recipe(): Recipe {
    const { id, frontMatter } = present(this.#module);
    const recipe = frontMatter.recipe === undefined ? undefined : recipes[frontMatter.recipe];
    if (recipe !== undefined) return recipe;
    throw new Failure('MODULE_NOT_TRAINABLE', `${id}: expected a recipe, found none`);
  }
}

/** Without what is said of published data only. */
function describe(
  dataset: DatasetRecord,
): Omit<Extract<DataCheck, { kind: 'read' }>, 'kind' | 'warnings'> {
  const all = datasetFacts({ dataset, validation: undefined, declared: undefined });
  const facts = all.filter(({ name, value, isCode }) => {
    return isCode !== true && value !== undefined && value !== '' && name !== 'Licence of the data';
  });
  const examples = { name: 'Examples', value: formatCount(dataset.examples) };
  const { classes = [], target } = dataset;
  return { facts: [examples, ...facts], classes, ...(target !== undefined && { target }) };
}

/** What the visitor is to know is told by progress; there is no other log in a page. */
const quiet = { debug: () => {}, info: () => {}, warn: () => {} };

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('orders came in another order than open, check, train');
  return value;
}

function checkName(child: string): void {
  if (isModuleId(child)) return;
  const expected = 'lower-case words joined by hyphens, such as my-flowers';
  throw new Failure('USAGE', `the new module’s name: expected ${expected}, found "${child}"`);
}
