import { At as toFailure, Ct as parseRecord, E as isActive, G as limitsOnDisk, It as info, J as latestUsage, L as readAccess, N as mainBranch, Nt as hashBytes, Ot as Failure, Pt as hashRecord, R as resolveInside, S as gatherJob, T as appendState, V as readRecord, X as readRecords, _ as checkOrigin, _t as readInput, at as learn, b as newView, ct as Answer, d as require_yauzl, dt as readJob, f as judge, ft as findBot, g as verifySignature, gt as runAction, h as checkReceipt, it as keepComment, kt as formatProblem, lt as writeSummary, m as checkReports, o as keepCandidate, ot as realClock, p as findRunner, q as latestJobs, st as createOctokitGitHub, u as readJobPull, ut as refuseOtherRefs, v as compare, vt as requireInput, w as surroundings, x as findJobPull, xt as require_dist, y as jobComment, yt as recordText, z as readModule } from "./shared.js";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";

// schemas/src/module-file.ts
var import_dist = require_dist();
/** Sets some fields of a `module.md` and leaves the rest of its text, comments too, as it is. */
function patchModuleFile(text, patch) {
	const end = text.search(/\n---[ \t]*\r?(\n|$)/);
	const document = (0, import_dist.parseDocument)(text.slice(4, end + 1));
	for (const [key, value] of Object.entries(patch)) document.set(key, document.createNode(value));
	return `---\n${document.toString({
		lineWidth: 100,
		flowCollectionPadding: false
	})}${text.slice(end + 1)}`;
}

// actions/jobs/perform-step.ts
/** Does one step of a job, and says what it was. */
async function performStep(control, job, step, finish) {
	switch (step.kind) {
		case "cancel-run":
			await control.runner.cancelRun(step.run);
			return `${job.job}: cancelled run ${step.run}`;
		case "settle":
			await appendState(control, job.job, {}, step.usedMinutes);
			return `${job.job}: settled ${step.usedMinutes.toFixed(1)} minutes`;
		case "started": {
			const { run, runner } = step;
			await appendState(control, job.job, {
				state: "running",
				run,
				...runner && { runner }
			});
			return `${job.job}: at work`;
		}
		case "end": return endJob(control, job, step);
		case "finish": try {
			return await finish(control, job, step);
		} catch (error) {
			const { message } = toFailure(error);
			const { usedMinutes } = step;
			return endJob(control, job, {
				state: "failed",
				because: message,
				usedMinutes
			});
		}
	}
}
/** Ends a job without a result: records, comment, pull request, branch. */
async function endJob(control, job, { state, because, usedMinutes }) {
	const { catalogue, bot } = control;
	const message = because.slice(0, 300);
	await appendState(control, job.job, {
		state,
		message
	}, usedMinutes);
	if (job.pullRequest !== void 0) {
		const view = {
			...newView(job.job),
			state,
			message,
			usedMinutes
		};
		const order = {
			issue: job.pullRequest,
			kind: "job",
			botId: bot.id
		};
		await keepComment(catalogue, {
			...order,
			body: jobComment(view)
		});
		const pull = await catalogue.getPullRequest(job.pullRequest);
		if (pull?.state === "open") await catalogue.updatePullRequest(pull.number, { state: "closed" });
		if (pull?.head.repository === catalogue.repository && pull.author.id === bot.id) await learn(() => catalogue.deleteBranch(pull.head.branch));
	}
	return `${job.job}: ${state}: ${message}`;
}

// actions/jobs/reconcile.ts
const minute = 6e4;
/** From deciding to the pull request; what takes longer was cut off. */
const openingMs = 15 * minute;
/** GitHub gives up then too. */
const longestWaitMs = 1440 * minute;
/** Looking at the data, starting and packing. */
const besideMinutes = 70;
/**
* What a job needs, by what is. It changes nothing itself; done twice it gives nothing more.
*/
function reconcile(facts) {
	const { job, isReserved, run } = facts;
	const usedMinutes = run?.usedMinutes ?? 0;
	if (!isActive(job)) return isReserved ? [{
		kind: "settle",
		usedMinutes
	}] : [];
	const end = whyEnd(facts);
	if (end !== null) return [...run !== null && run.outcome === null ? [{
		kind: "cancel-run",
		run: run.id
	}] : [], {
		kind: "end",
		...end,
		usedMinutes
	}];
	if (run === null) return [];
	if (run.outcome === "success") return [{
		kind: "finish",
		run: run.id,
		usedMinutes
	}];
	if (run.outcome === null) return run.hasStarted && job.state === "queued" ? [{
		kind: "started",
		run: run.id,
		runner: run.runner
	}] : [];
	const isCancelled = run.outcome === "cancelled";
	return [{
		kind: "end",
		state: isCancelled ? "cancelled" : "failed",
		because: isCancelled ? "The run was cancelled" : "The run failed: its log says why",
		usedMinutes
	}];
}
function whyEnd({ job, pull, run, now, queuedAt, mayAsk, ...facts }) {
	if (!mayAsk) return {
		state: "cancelled",
		because: `${job.asker} may not ask for it any more`
	};
	if (pull?.isOpen === false) return {
		state: "cancelled",
		because: "Its pull request was closed"
	};
	const waited = now - queuedAt;
	if (run === null && job.pullRequest === void 0 && job.message === void 0) {
		if (waited < openingMs) return null;
		return {
			state: "failed",
			because: "It was cut off before it was sent to the machines"
		};
	}
	if (run?.hasStarted !== true && waited > longestWaitMs) return {
		state: "failed",
		because: "No machine took it within a day"
	};
	const limit = (facts.reservedMinutes + besideMinutes) * minute;
	if (run?.hasStarted === true && run.outcome === null && run.usedMinutes * minute > limit) return {
		state: "failed",
		because: "It took longer than its budget and an hour"
	};
	return null;
}

// actions/jobs/reconcile-jobs.ts
/**
* Brings jobs to where they should be: takes over what has ended, ends what nobody may have any more,
* settles what was reserved.
* @param which all that are not settled when absent
* @returns what was done, in words
* @throws Failure GITHUB_FAILED
*/
async function reconcileJobs(control, finish, which) {
	const { catalogue } = control;
	const { log } = await readRecords(catalogue);
	const access = await learn(async () => {
		return readAccess(catalogue, await catalogue.getBranch("main") ?? "main");
	});
	const usage = latestUsage(log);
	const open = [...latestJobs(log).values()].filter((job) => {
		return isActive(job) || usage.get(job.job)?.kind === "reserved";
	});
	const wanted = which === void 0 ? open : open.filter(which);
	const around = await surroundings(control, wanted, {
		log,
		access
	});
	const done = [];
	for (const job of wanted) {
		const facts = await gatherJob(control, job, around);
		for (const step of reconcile(facts)) done.push(await performStep(control, job, step, finish));
	}
	return done;
}

// runner/src/provenance/check-artifact.ts
const recordFile = "artifact/artifact.json";
const getAgain = "Get the module again from its source, or retrain it.";
/** artifact.json against the front matter, and every file of `artifact/` against artifact.json. */
async function checkArtifact(module) {
	const { artifact, frontMatter, files, id } = module;
	if (artifact === null) {
		if (frontMatter.artifact === void 0) return [];
		return [{
			kind: "skipped",
			text: `weights are published at ${frontMatter.artifact.link} and not in the folder`
		}];
	}
	return [
		compare({
			text: `${recordFile} has the hash that module.md names`,
			file: `modules/${id}/${recordFile}`,
			expected: `sha256 ${frontMatter.artifact?.sha256 ?? "in the front matter"}`,
			found: `sha256 ${hashRecord(artifact)}`,
			hint: getAgain
		}),
		sizeStep(module, artifact),
		...await Promise.all(artifact.files.map((file) => checkFile(module, file))),
		...extraFiles(files, artifact).map((path) => extraStep(id, path))
	];
}
function sizeStep({ id, frontMatter }, artifact) {
	return compare({
		text: "the files have the size that module.md names",
		file: `modules/${id}/module.md`,
		pointer: "/artifact/bytes",
		expected: `${artifact.files.reduce((sum, file) => sum + file.bytes, 0)} bytes`,
		found: `${frontMatter.artifact?.bytes ?? 0} bytes`
	});
}
async function checkFile({ id, folder, files }, listed) {
	const path = `artifact/${listed.path}`;
	const at = {
		text: `${path} is what ${recordFile} says`,
		file: `modules/${id}/${path}`
	};
	const expected = `${listed.bytes} bytes, sha256 ${listed.sha256}`;
	if (!files.includes(path)) return compare({
		...at,
		expected,
		found: "nothing",
		hint: getAgain
	});
	const bytes = await readFile(resolveInside(folder, path));
	const found = `${bytes.length} bytes, sha256 ${hashBytes(bytes)}`;
	return compare({
		...at,
		expected,
		found,
		hint: getAgain
	});
}
function extraFiles(files, artifact) {
	const listed = /* @__PURE__ */ new Set([recordFile, ...artifact.files.map((file) => `artifact/${file.path}`)]);
	return files.filter((path) => path.startsWith("artifact/") && !listed.has(path));
}
function extraStep(id, path) {
	return compare({
		text: `${path} is listed in ${recordFile}`,
		file: `modules/${id}/${path}`,
		expected: `only files that ${recordFile} lists`,
		found: "a file it does not list",
		hint: "Remove the file."
	});
}

// runner/src/provenance/check-receipts.ts
/** Every receipt by itself, and the one of the current weights against the module and its parent. */
async function checkReceipts(module, modules) {
	return [...(await Promise.all(module.receipts.map(async (receipt) => [...await checkReceipt(module, receipt), ...await checkRequestFile(module, receipt)]))).flat(), ...checkOrigin(module, modules)];
}
async function checkRequestFile(module, receipt) {
	const path = `training/${receipt.run}.yml`;
	if (!module.files.includes(path)) return [];
	const file = `modules/${module.id}/${path}`;
	const request = await readRecord("trainingRequest", resolveInside(module.folder, path), file);
	return [compare({
		text: `${path} is the request of its receipt`,
		file,
		expected: `a request with the hash ${hashRecord(receipt.request)}`,
		found: `a request with the hash ${hashRecord(request)}`
	})];
}

// runner/src/provenance/verify.ts
/**
* Walks a module's chain: weights against artifact.json, that against the front matter, receipts and
* reports against both, and every signature. `signed` means that whatever speaks of the current
* weights was signed by runners that `access` lists for the day it was written.
* @param modules all modules, to find the parent
*/
async function verifyModule(module, modules, access) {
	const steps = [
		...await checkArtifact(module),
		...await checkReceipts(module, modules),
		...await checkReports(module)
	];
	return judge(module, steps, access);
}

// actions/results/unpack-result.ts
var import_yauzl = require_yauzl();
const mostEntries = 2e3;
const largestBytes = 1024 ** 3 + 64 * 1024 ** 2;
/**
* Unpacks the archive of a run's result into an empty folder: plain files alone, counted, each below
* the folder.
* @throws Failure ARCHIVE_UNSAFE, GITHUB_FAILED when it is no archive
*/
async function unpackResult(zip, folder) {
	const archive = await (0, import_yauzl.fromBufferPromise)(zip, { lazyEntries: true }).catch((error) => {
		throw new Failure("GITHUB_FAILED", "The result: expected a zip archive, found none", { cause: error });
	});
	let count = 0;
	let bytes = 0;
	for await (const entry of archive.eachEntry()) {
		count += 1;
		bytes += entry.uncompressedSize;
		if (count > mostEntries) throw unsafe(`at most ${mostEntries} files`, "more");
		if (bytes > largestBytes) throw unsafe(`at most ${largestBytes} bytes`, "more");
		if (entry.fileName.endsWith("/")) continue;
		refuseLink(entry);
		const path = resolveInside(folder, entry.fileName);
		await mkdir(dirname(path), { recursive: true });
		const content = await buffer(await archive.openReadStreamPromise(entry));
		await writeFile(path, content, { flag: "wx" });
	}
}
function refuseLink({ fileName, externalFileAttributes }) {
	const kind = externalFileAttributes >>> 16 & 61440;
	if (kind !== 0 && kind !== 32768) throw unsafe("plain files", JSON.stringify(fileName));
}
function unsafe(expected, found) {
	return new Failure("ARCHIVE_UNSAFE", `The result: expected ${expected}, found ${found}`);
}

// actions/results/finish-benchmark.ts
const largestResultBytes$1 = 16 * 1024 ** 2;
const resultArtifact$1 = "result";
/**
* Takes over a benchmark's report: reads it from the run, checks whose it is and who signed it, and opens
* a pull request that adds it.
* @throws Failure VERIFY_FAILED, ARCHIVE_UNSAFE, FILE_INVALID, GITHUB_FAILED
*/
async function finishBenchmark(control, job, { run, usedMinutes }) {
	const { catalogue, runner, bot } = control;
	const zip = await runner.readArtifact(run, resultArtifact$1, largestResultBytes$1);
	if (zip === null) throw new Failure("GITHUB_FAILED", `Run ${run}: expected a report, found none`);
	const base = await catalogue.getBranch("main") ?? "main";
	const report = await readReport(zip);
	const machine = await checkReport(control, report, {
		job,
		base
	});
	const { id, version } = report.module;
	const branch = `orangery/benchmark/${id}/${job.job}`;
	const path = `modules/${id}/reports/${report.benchmark}@${version}.json`;
	const head = await catalogue.createCommit({
		parent: base,
		message: `${id}: benchmark ${report.benchmark} on ${machine}`,
		files: { [path]: recordText(report) }
	});
	await catalogue.createBranch(branch, head);
	const pull = await findJobPull(catalogue, bot, branch) ?? await catalogue.openPullRequest({
		branch,
		isDraft: false,
		title: `Benchmark of ${id} ${version}`,
		body: `Measured on \`${machine}\`; @${job.asker} asked for it. A maintainer can \`/merge\` it.`
	});
	const change = {
		state: "done",
		run,
		head: pull.head.sha,
		pullRequest: pull.number
	};
	await appendState(control, job.job, {
		...change,
		runner: machine
	}, usedMinutes);
	return `${job.job}: done, #${pull.number}`;
}
async function readReport(zip) {
	const folder = await mkdtemp(join(tmpdir(), "orangery-report-"));
	try {
		await unpackResult(zip, folder);
		const [name, ...others] = await readdir(folder);
		if (name === void 0 || others.length > 0) throw new Failure("VERIFY_FAILED", "The result: expected one report, found another number");
		const value = JSON.parse(await readFile(join(folder, name), "utf8"));
		return parseRecord("benchmarkReport", value, name);
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
/** @returns the machine that signed it */
async function checkReport({ catalogue }, report, { job, base }) {
	const { id, version } = report.module;
	if (id !== job.module.id || version !== job.module.version) throw new Failure("VERIFY_FAILED", `The report: expected ${job.module.id}@${job.module.version}, found ${id}@${version}`);
	if (!/^[\w.-]{1,100}$/.test(report.benchmark)) throw new Failure("VERIFY_FAILED", "The report: expected a plain name, found another");
	const machine = findRunner(report, await readAccess(catalogue, base));
	if (machine !== null && await verifySignature(report)) return machine;
	throw new Failure("VERIFY_FAILED", "The report: expected the signature of a machine in .github/access.yml, found another", { hint: "An admin lists the machine’s public key there; orangery doctor prints it." });
}

// actions/results/check-result.ts
/**
* Reads what a run gave, and holds it to what was asked for: a valid module, of the request, signed by
* a machine that `access.yml` lists for the day.
* @param folder `…/modules/<child>`
* @param parent the module that was retrained, as `main` has it
* @throws Failure MODULE_INVALID, VERIFY_FAILED
*/
async function checkResult(folder, { request, parent, access }) {
	const found = await readModule(folder, dirname(dirname(folder)), limitsOnDisk);
	if (found.kind === "invalid") {
		const { problems } = found;
		throw new Failure("MODULE_INVALID", problems.map(formatProblem).join("\n"), { problems });
	}
	const { module } = found;
	const [receipt] = module.receipts;
	if (receipt === void 0 || module.receipts.length !== 1) throw unlike("one receipt", String(module.receipts.length));
	const difference = differenceOf(request, receipt);
	if (difference !== null) throw unlike(`the ${difference} that was asked for`, "another");
	return {
		module,
		receipt,
		runner: signerOf(await verifyModule(module, [module, parent], access))
	};
}
function signerOf(verification) {
	if (verification.kind === "failed") throw new Failure("VERIFY_FAILED", verification.problems.map(formatProblem).join("\n"));
	if (verification.level === "signed") return verification.runner;
	throw new Failure("VERIFY_FAILED", "The receipt: expected the signature of a machine in .github/access.yml, found another", { hint: "An admin lists the machine’s public key there; orangery doctor prints it." });
}
/** Which part of what was asked for is another; pins and choices may only have been filled in. */
function differenceOf(asked, { request, parent }) {
	if (parent.id !== asked.module.id || parent.version !== asked.module.version) return "parent";
	if (request.recipe !== asked.recipe) return "recipe";
	if (!sameLinks(asked.dataset, request.dataset)) return "data";
	if (!sameLinks(asked.validation ?? [], request.validation ?? [])) return "held-out data";
	if (request.target !== asked.target && asked.target !== void 0) return "column";
	if (request.seed !== asked.seed) return "seed";
	if (request.visibility !== asked.visibility) return "visibility";
	return [
		"MODEL_TRIAL_COUNT",
		"TIME_HOURS",
		"GPU_COUNT"
	].every((name) => request.budget[name] === asked.budget[name]) ? null : "budget";
}
function sameLinks(asked, found) {
	if (asked.length !== found.length) return false;
	return asked.every(({ link, sha256 }, index) => {
		const other = found[index];
		return (sha256 === void 0 || sha256 === other.sha256) && (link === other.link || other.link.startsWith("secret:"));
	});
}
function unlike(expected, found) {
	return new Failure("VERIFY_FAILED", `The result: expected ${expected}, found ${found}`);
}

// actions/results/metric-rows.ts
/** The result's metrics beside the parent's, where it says them of itself, and the baseline's. */
function metricRows({ metrics, intervals, baseline }, parent) {
	const before = parent.frontMatter.metrics ?? {};
	return Object.entries(metrics).map(([name, value]) => {
		const interval = intervals[name];
		const [own, trivial] = [before[name], baseline.metrics[name]];
		return {
			name,
			value,
			...interval !== void 0 && { interval: [interval.lower, interval.upper] },
			...own !== void 0 && { parent: own },
			...trivial !== void 0 && { baseline: trivial }
		};
	});
}

// actions/results/finish-training.ts
const largestResultBytes = 1024 ** 3;
/** Of the runner's workflow. */
const resultArtifact = "result";
/**
* Takes over a training's result: reads it from the run, checks it against request and signature, keeps
* its weights as a candidate, and completes the pull request.
* @throws Failure ACCESS_REFUSED, VERIFY_FAILED, MODULE_INVALID, ARCHIVE_UNSAFE, GITHUB_FAILED
*/
async function finishTraining(control, job, { run, usedMinutes }, options) {
	const { catalogue, runner, bot } = control;
	const number = job.pullRequest;
	if (number === void 0) throw new Failure("GITHUB_FAILED", `${job.job} has no pull request`);
	const opened = await readJobPull(catalogue, {
		number,
		job: job.job,
		bot
	});
	const zip = await runner.readArtifact(run, resultArtifact, largestResultBytes);
	if (zip === null) throw new Failure("GITHUB_FAILED", `Run ${run}: expected a result, found none`);
	const work = await mkdtemp(join(tmpdir(), "orangery-result-"));
	try {
		const folder = join(work, "modules", opened.child);
		await mkdir(folder, { recursive: true });
		await unpackResult(zip, folder);
		const result = await readResult(control, opened, folder, options);
		const head = await pushResult(control, opened, {
			job,
			result,
			link: await keepCandidate(control, result.module, options)
		});
		await appendState(control, job.job, {
			state: "done",
			run,
			head,
			runner: result.runner
		}, usedMinutes);
		const view = {
			...resultView(job.job, result),
			usedMinutes
		};
		const order = {
			issue: number,
			kind: "job",
			botId: bot.id
		};
		await keepComment(catalogue, {
			...order,
			body: jobComment(view)
		});
		if (opened.pull.isDraft) await catalogue.markReady(opened.pull.nodeId);
		return `${job.job}: done, #${number}`;
	} finally {
		await rm(work, {
			recursive: true,
			force: true
		});
	}
}
async function readResult({ catalogue }, { request }, folder, { root }) {
	const parent = await readModule(join(root, "modules", request.module.id), root);
	if (parent.kind === "invalid") throw new Failure("MODULE_INVALID", `The parent ${request.module.id} is not valid on main`);
	const access = await readAccess(catalogue, await catalogue.getBranch("main") ?? "main");
	const checked = await checkResult(folder, {
		request,
		parent: parent.module,
		access
	});
	return {
		...checked,
		rows: metricRows(checked.receipt, parent.module)
	};
}
/** Everything but the weights becomes a commit on the job's branch. */
async function pushResult({ catalogue }, { pull, child }, { job, result, link }) {
	const { module, runner } = result;
	const files = { [`modules/${child}/training/${job.job}.yml`]: null };
	const entries = await readdir(module.folder, {
		recursive: true,
		withFileTypes: true
	});
	for (const entry of entries.filter((one) => one.isFile())) {
		const path = join(entry.parentPath, entry.name).slice(module.folder.length + 1);
		if (path.startsWith("artifact/")) continue;
		files[`modules/${child}/${path}`] = await readFile(join(module.folder, path));
	}
	const text = await readFile(join(module.folder, "module.md"), "utf8");
	const { artifact } = module.frontMatter;
	files[`modules/${child}/module.md`] = patchModuleFile(text, {
		maintainers: job.askerId === void 0 ? [] : [{
			login: job.asker,
			id: job.askerId
		}],
		...artifact !== void 0 && { artifact: {
			...artifact,
			link
		} }
	});
	const message = `${child}: trained on ${runner} for ${job.asker}`;
	const commit = await catalogue.createCommit({
		parent: pull.head.sha,
		message,
		files
	});
	if (await catalogue.moveBranch(pull.head.branch, commit)) return commit;
	throw new Failure("ACCESS_REFUSED", `#${pull.number}: somebody pushed to ${pull.head.branch}`, { hint: "Ask for the training again." });
}
function resultView(job, { receipt, runner, rows }) {
	const trials = receipt.trials.map(({ number, status, epochs, score, knobs }) => ({
		trial: number,
		status,
		epochs,
		knobs,
		...score !== void 0 && { score }
	}));
	const scores = (receipt.trials.find(({ number }) => number === receipt.best)?.curve ?? []).map(({ score }) => score);
	return {
		...newView(job),
		state: "done",
		runner,
		trials,
		bestTrial: receipt.best,
		...rows !== void 0 && { result: rows },
		backend: receipt.environment.backend,
		curves: [{
			trial: receipt.best,
			scores
		}]
	};
}

// actions/finish/src/main.ts
/** The event that says that a run has ended; it holds its number and nothing else. */
const endedEvent = "orangery-run-ended";
/** Tells the catalogue that a run of the machines has ended. @throws Failure GITHUB_FAILED */
async function announce(catalogue, run) {
	await catalogue.dispatchEvent(endedEvent, { run });
}
/**
* Takes over the run that an event names. Everything is read again: the event could be anybody's.
* @returns what was done
* @throws Failure GITHUB_FAILED, ACCESS_REFUSED
*/
async function finish(payload, world) {
	const { control, ref, root, serverUrl } = world;
	refuseOtherRefs(ref);
	const id = new Answer(payload, "event repository_dispatch").field("client_payload").field("run").number();
	const run = await control.runner.getRun(id);
	if (run === null || run.branch !== "main" || run.event !== "workflow_dispatch") throw new Failure("ACCESS_REFUSED", `Run ${id}: expected one of main that we sent, found another`);
	const done = await reconcileJobs(control, (one, job, end) => {
		if (job.verb === "benchmark") return finishBenchmark(one, job, end);
		return finishTraining(one, job, end, {
			root,
			serverUrl
		});
	}, ({ job }) => job === run.title);
	return done.length > 0 ? done : [`Nothing is to be done for run ${id}, ${run.title}`];
}

// actions/finish/src/index.ts
await runAction(async (signal) => {
	const { apiUrl, label, runId, serverUrl, workspace, repository, event, ref } = await readJob();
	const token = requireInput("token");
	const open = (name) => {
		return createOctokitGitHub({
			token,
			repository: name,
			apiUrl,
			signal,
			job: label
		});
	};
	const catalogueName = readInput("announce-to");
	if (catalogueName !== void 0) return announce(open(catalogueName), runId);
	const catalogue = open(repository);
	const done = await finish(event.payload, {
		ref,
		serverUrl,
		root: readInput("root") ?? workspace,
		control: {
			catalogue,
			clock: realClock(signal),
			log: info,
			runner: open(requireInput("runner-repository")),
			bot: await findBot(catalogue, requireInput("app-slug"))
		}
	});
	for (const line of done) info(line);
	await writeSummary(done.map((line) => `- ${line}`).join("\n"));
});

export {  };