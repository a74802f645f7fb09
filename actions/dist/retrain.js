import { At as createOctokitGitHub, Bt as sandboxWords, Ft as readJob, Gt as readInput, Ht as runAction, It as findBot, Jt as yamlText, Kt as requireInput, Lt as runTool, O as jobComment, Ot as learn, Tt as keepComment, Ut as readCount, Vt as childEnvironment, Wt as readFlag, dn as setOutput, fn as warning, k as newView, on as Failure, tn as parseRecord, un as info, x as readJobPull, zt as sandboxEnvironment } from "./shared.js";
import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

// actions/retrain/src/open-training.ts
/** @param timeoutMs how long the command line may take */
async function openTraining(inputs, { env, signal, info }, timeoutMs) {
	const folder = join(env["RUNNER_TEMP"] ?? tmpdir(), `orangery-${inputs.job}`);
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const shared = resolve(inputs.work ?? folder);
	const request = join(shared, "request.yml");
	const words = [
		"train",
		"--request",
		request,
		"--hosts",
		inputs.hosts,
		"--json"
	];
	if (inputs.work === void 0) words.push(...sandboxWords(env));
	if (inputs.maxBytes !== void 0) words.push("--max-bytes", inputs.maxBytes);
	return {
		folder,
		request,
		words,
		study: join(shared, "study"),
		tool: {
			folder: resolve(inputs.tool),
			env: {
				...await childEnvironment(env, {
					...inputs,
					work: folder
				}),
				...sandboxEnvironment(env)
			},
			timeoutMs,
			signal,
			info
		}
	};
}

// actions/retrain/src/keep-best.ts
/** GitHub ends a cancelled job after five minutes; the result must be sent before. */
const limitMs$2 = 24e4;
/**
* Makes the best so far of a training that was cancelled into its result, in the step after it. It asks
* GitHub for nothing: the token of a long training has expired by then.
* @throws Failure TRAINING_FAILED when nothing had begun; those of the training
*/
async function keepBest(inputs, world) {
	const { folder, request, study, tool, words } = await openTraining(inputs, world, limitMs$2);
	try {
		if (await stat(request).catch(() => null) === null) throw nothingBegun();
		const out = resolve(inputs.out);
		await mkdir(resolve(out, ".."), { recursive: true });
		const shared = inputs.work === void 0 ? [] : [
			"--plan",
			"--work",
			study
		];
		await runTool(tool, [
			...words,
			...shared,
			"--finish",
			"--out",
			out
		], () => {});
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
function nothingBegun() {
	return new Failure("TRAINING_FAILED", "The training: expected one that had begun, found none", { hint: "Nothing is lost: ask for it again." });
}

// actions/jobs/follow-progress.ts
/** The view after one more line of the progress stream. */
function followProgress(view, event) {
	switch (event.type) {
		case "run-started": return {
			...view,
			state: "running",
			backend: event.backend,
			...event.scoreName !== void 0 && { scoreName: event.scoreName }
		};
		case "predicted": return {
			...view,
			minutesLeft: event.minutesLeft
		};
		case "trial-started": return withTrial(view, {
			trial: event.trial,
			status: "running",
			epochs: 0,
			knobs: event.knobs
		});
		case "epoch": return {
			...view,
			curves: withPoint(view.curves, event.trial, event.score)
		};
		case "trial-ended": return endTrial(view, event);
		case "download":
		case "upload":
		case "dataset":
		case "probe":
		case "refit-started":
		case "evaluated":
		case "done": return view;
	}
}
function endTrial(view, event) {
	const { trial, status, epochs, score, bestTrial } = event;
	const row = {
		trial,
		status,
		epochs,
		knobs: view.trials.find((row) => row.trial === trial)?.knobs ?? {}
	};
	return {
		...withTrial(view, score === void 0 ? row : {
			...row,
			score
		}),
		...bestTrial !== void 0 && { bestTrial }
	};
}
function withTrial(view, row) {
	const trials = [...view.trials.filter(({ trial }) => trial !== row.trial), row].sort((a, b) => a.trial - b.trial).slice(-200);
	return {
		...view,
		trials
	};
}
function withPoint(curves, trial, score) {
	const next = {
		trial,
		scores: [...curves.find((curve) => curve.trial === trial)?.scores ?? [], score]
	};
	return [...curves.filter((curve) => curve.trial !== trial), next].slice(-4);
}

// actions/jobs/live-comment.ts
const leastPauseMs = 6e4;
/**
* Keeps the comment of a job, at most once a minute. A comment that cannot be written, because the token
* has expired or GitHub is away, never stops the work: the last job of the run tells the end.
*/
function createLiveComment(github, { pullRequest, botId, now, warn }) {
	let latest;
	let writtenAt = -1e400;
	let writing = Promise.resolve();
	const write = async (view) => {
		const updatedAt = new Date(now()).toISOString();
		const body = jobComment({
			...view,
			updatedAt
		});
		const done = await learn(() => {
			return keepComment(github, {
				issue: pullRequest,
				kind: "job",
				botId,
				body
			});
		});
		if (done.kind === "unknown") warn(`The comment was not written: ${done.because}`);
	};
	const writeLatest = () => {
		const view = latest;
		if (view === void 0) return;
		latest = void 0;
		writtenAt = now();
		writing = writing.then(() => write(view));
	};
	return {
		show: (view) => {
			latest = view;
			if (now() - writtenAt >= leastPauseMs) writeLatest();
		},
		close: async () => {
			writeLatest();
			await writing;
		}
	};
}

// actions/retrain/src/look-at-data.ts
/**
* Looks at the data of a training and tries a minute of it.
* @throws Failure those of reading the data
*/
async function lookAtData(tool, words) {
	const record = await runTool(tool, [...words, "--check"], () => {});
	return parseRecord("trainingCheck", record, "train --check");
}
/** @throws Failure DATASET_INVALID, TRAINING_FAILED when the training has no chance */
function refuseWithoutChance({ format, odds }) {
	if (!format.canTrain) {
		const problem = format.recipes[0]?.problem ?? "another form";
		throw new Failure("DATASET_INVALID", `The data: expected what the recipe reads, found ${problem}`);
	}
	if (odds?.verdict === "does not beat it yet") throw new Failure("TRAINING_FAILED", `A minute of training: expected a better ${odds.metric} than ${odds.baseline.name}, found ${odds.score.toFixed(3)}`, { hint: "Check labels and target, or take more data; then ask again." });
}

// actions/retrain/src/main.ts
/**
* Trains what a pull request of ours asks for. First the data is looked at and a minute is tried: a
* training without a chance costs no more than that. The token never reaches the training itself. When
* the step is cancelled, what is unfinished stays for the next one, which keeps the best of it.
* @throws Failure ACCESS_REFUSED, DATASET_INVALID, those of the training
*/
async function retrain(inputs, world) {
	const { request, live } = await readOrder(inputs, world);
	const training = await openTraining(inputs, world, limitMs$1(request));
	try {
		await writeFile(training.request, yamlText(request));
		const view = await beginTraining(training, {
			job: inputs.job,
			live
		});
		const out = resolve(inputs.out);
		await mkdir(resolve(out, ".."), { recursive: true });
		await runAndShow(training, ["--out", out], {
			view,
			live
		});
	} finally {
		await live.close();
		if (!world.signal.aborted) await rm(training.folder, {
			recursive: true,
			force: true
		});
	}
}
/** What is asked for, as the pull request has it, and the comment there. @throws Failure ACCESS_REFUSED */
async function readOrder({ appSlug, job, pullRequest, head }, { github, now, warn }) {
	const bot = await findBot(github, appSlug);
	const { request } = await readJobPull(github, {
		number: pullRequest,
		job,
		head,
		bot
	});
	return {
		request,
		live: createLiveComment(github, {
			pullRequest,
			botId: bot.id,
			now,
			warn
		})
	};
}
/** An hour more than what was asked for. */
function limitMs$1({ budget }) {
	return ((budget.TIME_HOURS ?? .08) + 1) * 3600 * 1e3;
}
/** Looks at the data, shows what it says, and ends a training without a chance. */
async function beginTraining({ tool, words }, { job, live }) {
	const check = await lookAtData(tool, words);
	const view = {
		...newView(job),
		state: "running",
		check
	};
	live.show(view);
	refuseWithoutChance(check);
	return view;
}
/** Runs the training with more words, and shows how it goes. @returns its record */
async function runAndShow({ tool, words }, more, { view: first, live }) {
	let view = first;
	return runTool(tool, [...words, ...more], (event) => {
		view = followProgress(view, event);
		live.show(view);
	});
}

// actions/retrain/src/share-out.ts
/**
* Shares trials out among machines, one after the other: the first ones, which start from what is usual,
* come first on each.
* @returns the trials of each machine, never more machines than trials
*/
function shareOut(trials, machines) {
	const count = Math.min(machines, trials.length);
	return Array.from({ length: count }, (_, machine) => {
		return trials.filter((_trial, index) => index % count === machine);
	});
}

// actions/retrain/src/plan.ts
/**
* Begins a training whose trials several machines share: looks at the data, and says which trials each of
* them runs. The folder `work` is handed on to them.
* @returns the trials of each machine, separated by spaces
* @throws Failure ACCESS_REFUSED, DATASET_INVALID, those of the training
*/
async function planTrials(inputs, world) {
	const { request, live } = await readOrder(inputs, world);
	const training = await openTraining(inputs, world, limitMs$1(request));
	try {
		await mkdir(dirname(training.request), { recursive: true });
		await writeFile(training.request, yamlText(request));
		const view = await beginTraining(training, {
			job: inputs.job,
			live
		});
		const more = [
			"--plan",
			"--work",
			training.study
		];
		const trials = trialsOf(await runAndShow(training, more, {
			view,
			live
		}));
		const shares = shareOut(trials, inputs.machines);
		const message = `${trials.length} trials are shared out among ${shares.length} machines.`;
		live.show({
			...view,
			message
		});
		return shares.map((share) => share.join(" "));
	} finally {
		await live.close();
		await rm(training.folder, {
			recursive: true,
			force: true
		});
	}
}
/** The trials of the round that `train --plan` says; none when the training has its result. */
function trialsOf(record) {
	const { state, trials } = Object(record);
	if (state === "round" && Array.isArray(trials) && trials.every(Number.isInteger)) return trials;
	if (state !== "round") return [];
	throw new Failure("COMMAND_FAILED", "train --plan: expected the trials of a round, found none");
}

// actions/retrain/src/run-trials.ts
/** GitHub's limit of a job; what a trial may take is said in its plan. */
const limitMs = 864e5;
const mostWorkers = 4;
/** As many processes as the cores of this machine are good for. */
function workerWords() {
	return ["--workers", String(Math.min(mostWorkers, availableParallelism()))];
}
/**
* Runs the trials of a shared training that this machine has got. It has no token, and asks GitHub for
* nothing.
* @throws Failure those of the training
*/
async function runTrials(inputs, world) {
	const { folder, study, tool, words } = await openTraining(inputs, world, limitMs);
	const asked = inputs.trials.flatMap((trial) => ["--trial", trial]);
	try {
		await runTool(tool, [
			...words,
			...workerWords(),
			"--worker",
			"--work",
			study,
			...asked
		], () => {});
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}

// actions/retrain/src/reduce.ts
const mostRounds = 100;
/**
* Makes what the machines of a shared training have found into its result. Trials that a machine did not
* bring to an end are run here, unless the training was cancelled.
* @throws Failure ACCESS_REFUSED, those of the training
*/
async function reduceTrials(inputs, world) {
	const { request, live } = await readOrder(inputs, world);
	const training = await openTraining(inputs, world, limitMs$1(request));
	const out = resolve(inputs.out);
	const shown = {
		view: {
			...newView(inputs.job),
			state: "running"
		},
		live
	};
	const shared = ["--work", training.study];
	const finish = inputs.isCancelled ? ["--finish"] : [];
	try {
		await mkdir(resolve(out, ".."), { recursive: true });
		for (let round = 0; round < mostRounds; round += 1) {
			const words = [
				...shared,
				"--plan",
				...finish,
				"--out",
				out
			];
			if (trialsOf(await runAndShow(training, words, shown)).length === 0) return;
			await runAndShow(training, [
				...shared,
				"--worker",
				...workerWords()
			], shown);
		}
		throw new Failure("TRAINING_FAILED", `The training: expected its end after ${mostRounds} rounds, found none`);
	} finally {
		await live.close();
		await rm(training.folder, {
			recursive: true,
			force: true
		});
	}
}

// actions/retrain/src/index.ts
await runAction(async (signal) => {
	const part = readInput("part") ?? "whole";
	const inputs = readInputs();
	const world = {
		env: process.env,
		signal,
		info
	};
	if (part === "best") return keepBest(inputs, world);
	if (part === "trials") return runTrials({
		...inputs,
		trials: requireInput("trials").split(" ")
	}, world);
	const github = await openGitHub(signal);
	const whole = {
		...world,
		github,
		now: Date.now,
		warn: warning
	};
	const asked = {
		...inputs,
		...readPull()
	};
	if (part === "whole") return retrain(asked, whole);
	if (part === "reduce") return reduceTrials({
		...asked,
		isCancelled: readFlag("cancelled") ?? false
	}, whole);
	if (part !== "plan") throw noPart(part);
	const shares = await planTrials({
		...asked,
		machines: readCount("machines") ?? 1
	}, whole);
	setOutput("shares", JSON.stringify(shares));
});
async function openGitHub(signal) {
	const { apiUrl, label } = await readJob();
	const [token, repository] = [requireInput("token"), requireInput("catalogue")];
	return createOctokitGitHub({
		token,
		repository,
		apiUrl,
		signal,
		job: label
	});
}
function readPull() {
	return {
		pullRequest: Number(requireInput("pull-request")),
		head: requireInput("head"),
		appSlug: requireInput("app-slug")
	};
}
function readInputs() {
	return {
		job: requireInput("job"),
		tool: requireInput("tool"),
		out: readInput("out") ?? "out/result",
		work: readInput("work"),
		hosts: readInput("hosts") ?? "",
		maxBytes: readInput("max-bytes"),
		secret: readInput("secret"),
		cache: readInput("cache"),
		signingKey: readInput("signing-key"),
		state: readInput("state")
	};
}
function noPart(part) {
	return new Failure("USAGE", `Input part: expected whole, plan, trials, reduce or best, found ${JSON.stringify(part)}`, { hint: "Write one of these words." });
}

export {  };