import { At as yamlText, C as newView, Dt as readInput, Ht as info, Nt as parseRecord, Ot as requireInput, Rt as Failure, S as jobComment, St as runTool, Tt as runAction, Wt as warning, bt as readJob, dt as keepComment, gt as createOctokitGitHub, h as readJobPull, mt as learn, wt as childEnvironment, xt as findBot } from "./shared.js";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

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

// actions/retrain/src/main.ts
/**
* Trains what a pull request of ours asks for. First the data is looked at and a minute is tried: a
* training without a chance costs no more than that. The token never reaches the training itself.
* @throws Failure ACCESS_REFUSED, DATASET_INVALID, those of the training
*/
async function retrain(inputs, world) {
	const { github, env, now, signal, warn } = world;
	const bot = await findBot(github, inputs.appSlug);
	const { job, pullRequest: number, head } = inputs;
	const { request } = await readJobPull(github, {
		number,
		job,
		head,
		bot
	});
	const work = await mkdtemp(join(env["RUNNER_TEMP"] ?? tmpdir(), "retrain-"));
	const live = createLiveComment(github, {
		pullRequest: number,
		botId: bot.id,
		now,
		warn
	});
	try {
		const file = join(work, "request.yml");
		await writeFile(file, yamlText(request));
		const tool = {
			folder: resolve(inputs.tool),
			env: await childEnvironment(env, {
				...inputs,
				work
			}),
			timeoutMs: ((request.budget.TIME_HOURS ?? .08) * 3600 + 3600) * 1e3,
			signal,
			info: world.info
		};
		const words = [
			"train",
			"--request",
			file,
			"--hosts",
			inputs.hosts,
			"--json"
		];
		if (inputs.maxBytes !== void 0) words.push("--max-bytes", inputs.maxBytes);
		let view = {
			...newView(job),
			state: "running"
		};
		const check = await lookAtData(tool, words);
		view = {
			...view,
			check
		};
		live.show(view);
		refuseWithoutChance(check);
		await mkdir(resolve(inputs.out, ".."), { recursive: true });
		await runTool(tool, [
			...words,
			"--out",
			resolve(inputs.out)
		], (event) => {
			view = followProgress(view, event);
			live.show(view);
		});
	} finally {
		await live.close();
		await rm(work, {
			recursive: true,
			force: true
		});
	}
}
async function lookAtData(tool, words) {
	const record = await runTool(tool, [...words, "--check"], () => {});
	return parseRecord("trainingCheck", record, "train --check");
}
function refuseWithoutChance({ format, odds }) {
	if (!format.canTrain) {
		const problem = format.recipes[0]?.problem ?? "another form";
		throw new Failure("DATASET_INVALID", `The data: expected what the recipe reads, found ${problem}`);
	}
	if (odds?.verdict === "does not beat it yet") throw new Failure("TRAINING_FAILED", `A minute of training: expected a better ${odds.metric} than ${odds.baseline.name}, found ${odds.score.toFixed(3)}`, { hint: "Check labels and target, or take more data; then ask again." });
}

// actions/retrain/src/index.ts
await runAction(async (signal) => {
	const { apiUrl, label } = await readJob();
	const token = requireInput("token");
	const repository = requireInput("catalogue");
	await retrain({
		job: requireInput("job"),
		pullRequest: Number(requireInput("pull-request")),
		head: requireInput("head"),
		appSlug: requireInput("app-slug"),
		tool: requireInput("tool"),
		out: requireInput("out"),
		hosts: readInput("hosts") ?? "",
		maxBytes: readInput("max-bytes"),
		secret: readInput("secret"),
		cache: readInput("cache"),
		signingKey: readInput("signing-key"),
		state: readInput("state")
	}, {
		github: createOctokitGitHub({
			token,
			repository,
			apiUrl,
			signal,
			job: label
		}),
		env: process.env,
		now: Date.now,
		signal,
		info,
		warn: warning
	});
});

export {  };