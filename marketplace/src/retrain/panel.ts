import { formatSeconds } from '../catalogue/format.ts';
import { make } from './dom.ts';
import type { RetrainFacts } from './facts.ts';
import type { DataCheck, PickedFile, Report, TrainedModule, TrainingSettings } from './messages.ts';
import { requestLink } from './request-link.ts';
import { startWorker, type RetrainWorker } from './start-worker.ts';
import { follow, noProgress } from './training-progress.ts';
import { checkView, problemView } from './views/check-view.ts';
import { dataView } from './views/data-view.ts';
import { progressView, type ProgressView } from './views/progress-view.ts';
import { resultView } from './views/result-view.ts';
import { settingsView } from './views/settings-view.ts';
import { sourceView, type SourceView } from './views/source-view.ts';
import { stepView, type StepView } from './views/step-view.ts';
import { trialsView } from './views/trials-view.ts';

/** Everything that retrains a module in its page: data, check, budget, training, result. */
export class Panel {
  readonly #facts: RetrainFacts;
  readonly #home: string;
  readonly #steps: Readonly<Record<'data' | 'check' | 'budget' | 'training' | 'result', StepView>>;
  #worker: RetrainWorker | undefined;
  #files: readonly PickedFile[] = [];
  #source: SourceView | undefined;
  #settings: TrainingSettings | undefined;
  readonly #request = make('p', { class: 'small' });
  #progress = noProgress;
  #running: ProgressView | undefined;

  /** @param home address of the site's first page */
  constructor(facts: RetrainFacts, home: string) {
    this.#facts = facts;
    this.#home = home;
    this.#steps = {
      data: stepView('1. Your data'),
      check: stepView('2. What it is'),
      budget: stepView('3. How long'),
      training: stepView('4. Training'),
      result: stepView('5. The result'),
    };
    this.#steps.data.show(
      make('p', {}, promise),
      dataView(facts.recipe, (files) => this.#open(files)),
    );
  }

  get element(): HTMLElement {
    return make(
      'div',
      { class: 'retrain' },
      ...Object.values(this.#steps).map((step) => step.element),
    );
  }

  focus(): void {
    this.#steps.data.focus();
  }

  #open(files: readonly PickedFile[]): void {
    const { check, budget, training, result } = this.#steps;
    this.#files = files;
    this.#source = undefined;
    for (const step of [budget, training, result]) step.hide();
    check.say(`Reading ${describeChoice(files)} …`);
    this.#restart();
    check.focus();
  }

  /** A worker of its own for each choice, so that nothing of an earlier one stays in memory. */
  #restart(): void {
    this.#worker?.end();
    this.#worker = startWorker((report) => this.#hear(report));
    this.#worker.send({ type: 'open', module: this.#facts.module, files: this.#files });
  }

  #hear(report: Report): void {
    switch (report.type) {
      case 'opened':
        this.#source ??= sourceView(report.columns, () => this.#check());
        return this.#check();
      case 'checked':
        return this.#showCheck(report.check);
      case 'backend':
        return this.#running?.tellBackend(report.reason);
      case 'progress':
        this.#progress = follow(this.#progress, report.event);
        return this.#running?.show(this.#progress);
      case 'trained':
        return this.#showResult(report.result);
      case 'failed':
        return this.#fail(problemView(report.message, report.hint));
    }
  }

  #check(): void {
    const { target, link } = this.#source?.chosen() ?? {};
    this.#steps.budget.disable(true);
    this.#worker?.send({
      type: 'check',
      ...(target !== undefined && { target }),
      ...(link !== undefined && { link }),
    });
  }

  #showCheck(check: DataCheck): void {
    const { check: step, budget } = this.#steps;
    if (check.kind === 'read') this.#source?.setTarget(check.target);
    const found = check.kind === 'read' ? 'It can be trained on.' : 'It cannot be trained on yet.';
    step.say(`${describeChoice(this.#files)}. ${found}`);
    step.show(this.#source?.element, checkView(check, this.#home));
    if (check.kind === 'unread') return budget.hide();
    if (budget.isShown()) {
      budget.disable(false);
      return this.#showRequest();
    }
    const form = settingsView({
      id: this.#facts.module.id,
      onStart: (settings) => this.#train(settings),
      onChange: (settings) => {
        this.#settings = settings;
        this.#showRequest();
      },
    });
    budget.show(form, this.#request);
  }

  /** The way to a team's machines, for what takes too long here. */
  #showRequest(): void {
    const { repository, module } = this.#facts;
    if (repository === undefined || this.#settings === undefined) return;
    const { trials, minutes } = this.#settings;
    const { target, link } = this.#source?.chosen() ?? {};
    const href = requestLink(repository, {
      ...{ module: module.id, trials, minutes },
      ...(target !== undefined && { target }),
      ...(link !== undefined && { dataset: link }),
    });
    this.#request.replaceChildren(
      'Too much for this device? ',
      make('a', { href }, 'Ask for it on the team’s machines'),
      ': the form is filled in, and asks for a link to the data.',
    );
  }

  #train(settings: TrainingSettings): void {
    const { budget, training, result } = this.#steps;
    this.#progress = noProgress;
    this.#running = progressView(settings, () => this.#cancel());
    budget.disable(true);
    result.hide();
    training.say('');
    training.show(this.#running.element);
    training.focus();
    this.#worker?.send({ type: 'train', settings });
  }

  #cancel(): void {
    this.#stop();
    const { training } = this.#steps;
    training.say('Cancelled: nothing was kept, and your data is still at hand.');
    training.show();
    training.focus();
    this.#restart();
  }

  #showResult(trained: TrainedModule): void {
    this.#stop();
    const { budget, training, result } = this.#steps;
    const { trials, observed } = trained.receipt;
    const counted = trials.length === 1 ? 'One trial' : `${trials.length} trials`;
    budget.disable(false);
    training.say(`Done: ${counted} in ${formatSeconds(observed.seconds)}.`);
    training.show(trialsView(this.#progress));
    result.show(resultView(trained, this.#facts.figures));
    result.focus();
  }

  #fail(problem: HTMLElement): void {
    const { check, budget, training } = this.#steps;
    const step = this.#running === undefined ? check : training;
    this.#stop();
    step.say('');
    step.show(step === check ? this.#source?.element : undefined, problem);
    if (step === check) budget.hide();
    else budget.disable(false);
  }

  #stop(): void {
    this.#running?.stop();
    this.#running = undefined;
  }
}

const promise =
  'Everything happens on this device: your data is read, learnt from and measured in this page and is never sent anywhere. Closing the page forgets it.';

function describeChoice(files: readonly PickedFile[]): string {
  const [first] = files;
  return files.length === 1 ? first!.path : `${files.length} files`;
}
