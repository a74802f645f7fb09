import { At as createOctokitGitHub, Dt as renderMarker, Et as readMarker, Ft as readJob, Gt as readInput, Ht as runAction, It as findBot, Kt as requireInput, Mt as Answer, Nt as writeSummary, Pt as refuseOtherRefs, Q as mainBranch, Tt as keepComment, Ut as readCount, Yt as readRecordLines, d as testGolden, f as clip, g as findTool, h as readZipEntry, kt as realClock, m as codeSpan, on as Failure, p as codeBlock, pt as appendRecords, sn as formatProblem, st as readModules, un as info, xt as escapeMarkdown } from "./shared.js";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

// actions/nightly/src/nightly-modules.ts
/** Modules that say themselves what works, and are to work: those for a machine. */
function nightlyModules(modules, machine) {
	return modules.filter(({ golden, frontMatter: { status = "active", resources } }) => {
		const needs = (resources?.gpu ?? 0) > 0 ? "gpu" : "hosted";
		return golden !== null && status === "active" && needs === machine;
	});
}

// actions/nightly/src/keep-issue.ts
const label = "nightly";
const kind = "nightly";
/**
* Keeps one open issue while a module is red, and closes it when it is green again.
* @returns what was done, in words; null: nothing
* @throws Failure GITHUB_FAILED
*/
async function keepIssue(control, module, { isGreen, at, message = "" }) {
	const { catalogue, bot } = control;
	const open = await findOpen(control, module.id);
	if (isGreen) {
		for (const { number } of open) await catalogue.closeIssue(number, "completed");
		return open.length === 0 ? null : `${module.id}: green again, #${open[0].number} is closed`;
	}
	const { number } = open[0] ?? await openIssue(control, module);
	const body = `Red at ${at.slice(0, 16).replace("T", " ")} UTC, version ${codeSpan(module.frontMatter.version)}:\n\n${codeBlock(message)}`;
	await keepComment(catalogue, {
		issue: number,
		kind,
		botId: bot.id,
		body
	});
	return `${module.id}: red, #${number} says so`;
}
async function findOpen({ catalogue, bot }, id) {
	return (await catalogue.listIssues(label)).filter(({ author, body }) => {
		const marker = readMarker(body);
		return author.id === bot.id && marker?.kind === kind && marker.key === id;
	});
}
async function openIssue(control, { id, frontMatter }) {
	const names = (await Promise.all(frontMatter.maintainers.map(({ id: account }) => control.catalogue.getAccount(account)))).flatMap((account) => account === null ? [] : [`@${account.login}`]);
	const whom = names.length === 0 ? "It has no maintainers: it is the admins’." : names.join(" ");
	return control.catalogue.createIssue({
		title: `The golden test of ${id} is red`,
		body: `${renderMarker({
			kind,
			key: id
		})}\n${whom}\n\nEvery night modules are tried with their \`golden.json\`. The comment below says what was found last; \`orangery test ${id} --golden\` does the same. This issue is closed when it is green.`,
		labels: [label]
	});
}

// actions/nightly/src/record.ts
/** Name of the artifact that a job with module code leaves, and of the file in it. */
const artifactName = "freshness";
const artifactFile = "freshness.ndjson";
const largestBytes = 1048576;
/**
* Takes over what a run found: lines on the branch `records`, and an issue for each module that is red. The run
* ran code of modules: what it says is data, and only about modules of `main`.
* @param where the repository of the run
* @returns what was done, a line each
* @throws Failure GITHUB_FAILED; FILE_INVALID, DOWNLOAD_TOO_LARGE for what our workflow does not write
*/
async function record(control, modules, { run, where }) {
	const lines = (await readLines(where, run)).filter(({ module }) => {
		return modules.some(({ id, frontMatter }) => {
			return id === module.id && frontMatter.version === module.version;
		});
	});
	await appendRecords(control.catalogue, control.clock, () => lines);
	const done = [`${lines.length} golden tests, ${lines.filter(isRed).length} red`];
	for (const line of lines) {
		const module = modules.find(({ id }) => id === line.module.id);
		const said = await keepIssue(control, module, line);
		if (said !== null) done.push(said);
	}
	return done;
}
function isRed({ isGreen }) {
	return !isGreen;
}
async function readLines(where, run) {
	const label = `artifact ${artifactName} of run ${run}`;
	const zip = await where.readArtifact(run, artifactName, largestBytes);
	if (zip === null) throw new Failure("FILE_MISSING", `${label}: expected one, found none`, { hint: "The job that tests failed before its end: its log says why." });
	const bytes = await readZipEntry(zip, {
		name: artifactFile,
		largestBytes,
		label
	});
	const log = readRecordLines([{
		file: artifactFile,
		text: bytes.toString("utf8")
	}]);
	if (log.problems.length > 0) throw new Failure("FILE_INVALID", log.problems.map(formatProblem).join("\n"), { problems: log.problems });
	return log.freshness;
}

// actions/nightly/src/main.ts
/** The event that says that the machines have tested; it holds a run's number and nothing else. */
const nightEndedEvent = "orangery-nightly-ended";
const workflow = "nightly.yml";
/** Tells the catalogue that a run of the machines has ended. @throws Failure GITHUB_FAILED */
async function announce(catalogue, run) {
	await catalogue.dispatchEvent(nightEndedEvent, { run });
}
/**
* Takes over what was tested: on the schedule in this very run, and then sends what needs a GPU to the machines;
* on their event in the run that it names.
* @returns what was done, a line each
* @throws Failure GITHUB_FAILED; ACCESS_REFUSED for an event that names another run
*/
async function recordNight(night) {
	const { control, modules, event, run } = night;
	if (event.name === "repository_dispatch") return recordMachines(night);
	const done = await record(control, modules, {
		run,
		where: control.catalogue
	});
	const heavy = nightlyModules(modules, "gpu");
	if (heavy.length === 0) return done;
	const commit = await control.catalogue.getBranch("main") ?? "main";
	await control.runner.dispatchWorkflow(workflow, {
		job: `nightly-${run}`,
		commit
	});
	return [...done, `${heavy.length} modules are sent to the machines`];
}
async function recordMachines({ control, modules, event }) {
	const id = new Answer(event.payload, "event repository_dispatch").field("client_payload").field("run").number();
	const run = await control.runner.getRun(id);
	if (!(run?.workflow === workflow && run.branch === "main") || run.event !== "workflow_dispatch") throw new Failure("ACCESS_REFUSED", `Run ${id}: expected one of ${workflow} of main that we sent, found another`);
	return record(control, modules, {
		run: id,
		where: control.runner
	});
}

// actions/nightly/src/test-modules.ts
const dayMs = 864e5;
/**
* Runs golden tests, each with a time limit of its own. Where time is not enough for all, another part is left
* out each day.
* @returns a line of those that could be tested
*/
async function testModules(modules, order) {
	const { now, mostMs, info, parallel } = order;
	const end = now() + mostMs;
	const waiting = rotated(modules, Math.floor(now() / dayMs));
	const lines = [];
	const work = async () => {
		for (let next = waiting.shift(); next !== void 0; next = waiting.shift()) if (now() >= end) info(`${next.id}: left out, time is over`);
		else lines.push(...await testOne(next, order));
	};
	await Promise.all(Array.from({ length: parallel }, work));
	return lines.sort((a, b) => a.module.id.localeCompare(b.module.id));
}
function rotated(modules, by) {
	const sorted = [...modules].sort((a, b) => a.id.localeCompare(b.id));
	const at = sorted.length === 0 ? 0 : by % sorted.length;
	return [...sorted.slice(at), ...sorted.slice(0, at)];
}
async function testOne(module, { tool, root, now, info }) {
	const { outcome, detail } = await testGolden(module, tool, root);
	info(`${module.id}: ${outcome}${detail === "" ? "" : `, ${detail}`}`);
	if (outcome === "skipped") return [];
	const isGreen = outcome === "passed";
	const reference = {
		id: module.id,
		version: module.frontMatter.version
	};
	return [{
		schema: "freshness/1",
		at: new Date(now()).toISOString(),
		isGreen,
		module: reference,
		...!isGreen && { message: clip(detail || "It differs from golden.json", 300) }
	}];
}

// actions/nightly/src/index.ts
const modes = {
	test: testNight,
	announce: async (job, signal) => announce(open(job, signal, requireInput("announce-to")), job.runId),
	record: recordAll
};
await runAction(async (signal) => {
	const job = await readJob();
	const name = requireInput("mode");
	refuseOtherRefs(job.ref);
	const mode = Object.hasOwn(modes, name) ? modes[name] : void 0;
	if (mode === void 0) {
		const known = Object.keys(modes).join(", ");
		throw new Failure("USAGE", `Input mode: expected one of ${known}, found ${name}`);
	}
	await mode(job, signal);
});
/** Runs code of modules: this job has no token. */
async function testNight({ workspace }, signal) {
	const root = resolve(readInput("root") ?? workspace);
	const report = resolve(requireInput("report"));
	const tool = await findTool({
		folder: root,
		signal,
		path: process.env.PATH,
		temporary: resolve(process.env.RUNNER_TEMP ?? ".")
	});
	if (tool.run === void 0) throw new Failure("USAGE", `${root}: expected an installed checkout, found none`, { hint: "Run npm ci --ignore-scripts in it before." });
	const machine = readInput("machine") === "gpu" ? "gpu" : "hosted";
	const { modules } = await readModules(root);
	const lines = await testModules(nightlyModules(modules, machine), {
		tool,
		root,
		info,
		now: Date.now,
		parallel: readCount("parallel") ?? 2,
		mostMs: (readCount("minutes") ?? 45) * 6e4
	});
	await mkdir(dirname(report), { recursive: true });
	await writeFile(report, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}
async function recordAll(job, signal) {
	const catalogue = open(job, signal, job.repository);
	const { modules } = await readModules(resolve(readInput("root") ?? job.workspace));
	const done = await recordNight({
		modules,
		event: job.event,
		run: job.runId,
		control: {
			catalogue,
			clock: realClock(signal),
			log: info,
			runner: open(job, signal, requireInput("runner-repository")),
			bot: await findBot(catalogue, requireInput("app-slug"))
		}
	});
	for (const line of done) info(line);
	await writeSummary(done.map((line) => `- ${escapeMarkdown(line)}`).join("\n"));
}
function open({ apiUrl, label }, signal, repository) {
	const token = requireInput("token");
	return createOctokitGitHub({
		token,
		repository,
		apiUrl,
		signal,
		job: label
	});
}

export {  };