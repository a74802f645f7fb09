import { $ as keepComment, At as warning, D as runCommand, Ot as info, _ as jobComment, at as runAction, ct as readInput, dt as yamlText, et as learn, g as readJobPull, lt as requireInput, mt as parseRecord, nt as createOctokitGitHub, st as readJob, ut as findBot, v as newView, wt as withoutSecrets, yt as Failure } from "./shared.js";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { tmpdir } from "node:os";

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

// actions/retrain/src/child-environment.ts
/** What reaching data takes, by the names that each service's own tools use. */
const passed = /^(PATH|LANG|LC_ALL|TZ|LD_LIBRARY_PATH|CUDA_[A-Z_]+|NVIDIA_[A-Z_]+|ORANGERY_SANDBOX_IMAGE|AWS_[A-Z0-9_]+|WEBDAV_[A-Z]+|HF_[A-Z]+|ZENODO_[A-Z]+|DROPBOX_[A-Z]+|GOOGLE_DRIVE_[A-Z]+|RCLONE_[A-Z0-9_]+|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/;
/**
* The environment of the training: nothing of GitHub's, no token, no input. The signing key goes into a
* file of the state folder that only its user reads.
*/
async function childEnvironment(env, { work, cache, state, signingKey, secret }) {
	const stateFolder = state ?? join(work, "state");
	if (signingKey !== void 0) {
		await mkdir(stateFolder, {
			recursive: true,
			mode: 448
		});
		const key = join(stateFolder, "runner-key.pem");
		await writeFile(key, `${signingKey.trim()}\n`, { mode: 384 });
		await chmod(key, 384);
	}
	const kept = Object.entries(env).filter(([name, value]) => passed.test(name) && value);
	return {
		...Object.fromEntries(kept),
		...secret !== void 0 && { [`ORANGERY_SECRET_${secret}`]: env["ORANGERY_SECRET_LINK"] ?? "" },
		HOME: work,
		NO_COLOR: "1",
		ORANGERY_STATE: stateFolder,
		ORANGERY_CACHE: cache ?? join(work, "cache")
	};
}

// actions/retrain/src/run-tool.ts
/**
* Runs `orangery` with --json, handing on each line of progress.
* @returns its record, the last line
* @throws Failure as the command says it; COMMAND_FAILED, TIMED_OUT, CANCELLED
*/
async function runTool({ folder, env, timeoutMs, signal, info }, words, onProgress) {
	let last;
	const onLine = (line, stream) => {
		if (stream === "stderr") return info(withoutSecrets(line));
		const value = parsed(line);
		if (value === void 0) return;
		if (isProgress(value)) onProgress(value);
		last = value;
	};
	const program = join(folder, "cli", "bin", "orangery.mjs");
	try {
		const options = {
			cwd: folder,
			env,
			signal,
			timeoutMs,
			onLine
		};
		await runCommand(process.execPath, [program, ...words], options);
	} catch (error) {
		throw failureOf(last) ?? error;
	}
	return last;
}
function parsed(line) {
	try {
		return JSON.parse(line);
	} catch {
		return;
	}
}
const progressTypes = [
	"download",
	"dataset",
	"run-started",
	"probe",
	"predicted",
	"trial-started",
	"epoch",
	"trial-ended",
	"refit-started",
	"evaluated",
	"done"
];
/** The stream is our own command's: its lines are typed by what it says they are. */
function isProgress(value) {
	if (typeof value !== "object" || value === null || !("type" in value)) return false;
	return progressTypes.includes(String(value.type));
}
/** What the command itself said of its failure. */
function failureOf(last) {
	if (typeof last !== "object" || last === null || Reflect.get(last, "type") !== "failure") return null;
	const [message, hint] = [Reflect.get(last, "message"), Reflect.get(last, "hint")];
	if (typeof message !== "string") return null;
	return new Failure("COMMAND_FAILED", message, typeof hint === "string" ? { hint } : {});
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