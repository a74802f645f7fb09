import { $t as removalProblem, C as judge, E as checkOrigin, Ft as readJob, Gt as readInput, Ht as runAction, Kt as requireInput, Mt as Answer, Nt as writeSummary, Qt as moduleReferences, Rt as runCommand, T as checkReceipt, U as unsafePath, W as caseTwins, Xt as deploymentProblems, Zt as deploymentReferences, a as allProblems, at as resolveInside, ct as readRecord, d as testGolden, dt as readYaml, f as clip, g as findTool, i as renderReport, ln as error, lt as writeRecord, o as isGood, on as Failure, ot as listModuleFolders, sn as formatProblem, st as readModules, un as info, w as checkReports } from "./shared.js";
import { lstat, readFile, readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

// schemas/src/deployment-file.ts
/**
* Reads `deployments/<name>.yml`, and checks that the modules it names have a folder.
* @throws Failure FILE_MISSING, FILE_INVALID
*/
async function readDeploymentFile(root, file) {
	const deployment = await readRecord("deployment", join(root, file), file);
	const found = deploymentProblems(deployment, await moduleIds(root));
	if (found.length === 0) return deployment;
	const { locate } = await readYaml(join(root, file), file);
	const problems = found.map(locate);
	throw new Failure("FILE_INVALID", problems.map(formatProblem).join("\n"), { problems });
}
/** Names of deployments, sorted; a marketplace without any is normal. */
async function listDeploymentFiles(root) {
	return (await readdir(join(root, "deployments"), { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile() && entry.name.endsWith(".yml")).map(({ name }) => `deployments/${name}`).sort();
}
/** Which modules the deployments name, as far as they can be read: what is wrong with one is told elsewhere. */
async function readDeploymentReferences(root) {
	const read = (await listDeploymentFiles(root)).map(async (file) => {
		try {
			const deployment = await readRecord("deployment", join(root, file), file);
			return [{
				file,
				references: deploymentReferences(deployment)
			}];
		} catch (error) {
			if (error instanceof Failure) return [];
			throw error;
		}
	});
	return (await Promise.all(read)).flat();
}
async function moduleIds(root) {
	const found = await lstat(join(root, "modules")).catch(() => null);
	return new Set(found?.isDirectory() === true ? (await listModuleFolders(root)).ids : []);
}

// actions/validate/src/build-pages.ts
const timeoutMs$1 = 48e4;
/**
* Builds the site of a contribution by the tool of the base, and leaves the pages of these modules and
* what they need.
*/
async function buildPages(order) {
	const { tool, root, site, ids } = order;
	if (tool.run === void 0 || ids.length === 0) return {
		byId: /* @__PURE__ */ new Map(),
		problems: []
	};
	const env = { ORANGERY_ROOT: root };
	const args = [
		"catalogue",
		"build",
		"--no-sources",
		"--out",
		site
	];
	const { failure } = await tool.run(args, {
		cwd: tool.folder,
		timeoutMs: timeoutMs$1,
		env
	});
	if (failure !== null) return {
		byId: /* @__PURE__ */ new Map(),
		problems: [unbuilt(failure)]
	};
	const pages = /* @__PURE__ */ new Map();
	for (const id of ids) {
		const file = `api/modules/${id}.json`;
		const page = await readRecord("catalogueModule", join(site, file), file).catch(orNone);
		if (page !== null) pages.set(id, page);
	}
	await removeOthers(join(site, "modules"), new Set(ids));
	await removeOthers(join(site, "api", "modules"), new Set(ids.map((id) => `${id}.json`)));
	return {
		byId: pages,
		problems: []
	};
}
/** A contribution alone can be the cause: the base was built before. */
function unbuilt({ message }) {
	return {
		file: "modules",
		pointer: "",
		expected: "pages that can be built",
		found: message.trim().split("\n").slice(-3).join(" ")
	};
}
/** A retired or private module may have no page. */
function orNone(error) {
	if (error instanceof Failure && error.code === "FILE_MISSING") return null;
	throw error;
}
async function removeOthers(folder, kept) {
	const names = await readdir(folder).catch(() => []);
	for (const name of names) if (!kept.has(name)) await rm(join(folder, name), {
		recursive: true,
		force: true
	});
}

// actions/validate/src/changed-paths.ts
const timeoutMs = 6e4;
/**
* Paths that differ between where a branch left its base and its head, as GitHub lists them. Git is asked,
* not two folders compared: the checkout holds the merge with a base that may have moved on, and what
* others merged meanwhile is not this change. Nothing that a contribution brings is run: filters and
* drivers would have to be configured outside of it.
*/
async function changedPaths(order) {
	const { root, base, head, path, signal } = order;
	for (const commit of [base, head]) if (!/^[0-9a-f]{40}$/.test(commit)) throw new Failure("USAGE", `Commit: expected 40 hexadecimal digits, found ${commit || "nothing"}`, { hint: "The event has none: start the workflow by pull_request or merge_group." });
	const settings = [
		"core.fsmonitor=false",
		"core.hooksPath=/dev/null",
		`safe.directory=${root}`
	];
	const { stdout } = await runCommand("git", [
		...settings.flatMap((setting) => ["-c", setting]),
		...[
			"diff",
			"--name-only",
			"-z",
			"--no-renames",
			"--no-ext-diff",
			"--no-textconv"
		],
		...[`${base}...${head}`, "--"]
	], {
		cwd: root,
		signal,
		timeoutMs,
		env: {
			PATH: path,
			GIT_CONFIG_NOSYSTEM: "1",
			GIT_CONFIG_GLOBAL: "/dev/null",
			GIT_TERMINAL_PROMPT: "0"
		}
	});
	return stdout.split("\0").filter((name) => name !== "");
}

// actions/validate/src/changed-things.ts
/** Sorts changed paths; whatever else is changed is nobody's business here. */
function changedThings(paths) {
	const ids = paths.map((path) => /^modules\/([^/]+)\/./s.exec(path)?.[1]);
	return {
		ids: [...new Set(ids.filter((id) => id !== void 0))].sort(),
		deployments: paths.filter((path) => /^deployments\/[^/]+\.yml$/s.test(path)).sort()
	};
}

// actions/validate/src/compare-modules.ts
const mostChanges = 60;
/** What a change does to what a module says of itself and what was measured of it. */
function compareModules(base, head) {
	return {
		metadata: metadataChanges(base, head),
		metrics: metricChanges(base, head)
	};
}
function metadataChanges(base, head) {
	const before = fieldsOf(base);
	const after = fieldsOf(head);
	return [.../* @__PURE__ */ new Set([...before.keys(), ...after.keys()])].sort().filter((field) => before.get(field) !== after.get(field)).slice(0, mostChanges).map((field) => {
		const [old, now] = [before.get(field), after.get(field)];
		return {
			field: clip(field, 100),
			...old !== void 0 && { base: clip(old, 300) },
			...now !== void 0 && { head: clip(now, 300) }
		};
	});
}
function fieldsOf(module) {
	const fields = Object.entries(module?.frontMatter ?? {});
	return new Map(fields.map(([name, value]) => [name, JSON.stringify(value)]));
}
function metricChanges(base, head) {
	const [before, after] = [metricsOf(base), metricsOf(head)];
	return [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)])].sort().slice(0, mostChanges).map((name) => {
		const [old, now] = [before[name], after[name]];
		return {
			name: clip(name, 100),
			...old !== void 0 && { base: old },
			...now !== void 0 && { head: now }
		};
	});
}
/** The newest benchmark report, else the receipt of the training, else what the front matter states. */
function metricsOf(module) {
	if (module === null) return {};
	const { reports, receipts, frontMatter } = module;
	return reports[0]?.metrics ?? receipts[0]?.metrics ?? frontMatter.metrics ?? {};
}

// runner/src/provenance/verify-records.ts
/**
* Walks the part of a module's chain that its receipts, reports and front matter make up: what a
* leaderboard asks of ten thousand modules. No file is read, so the weights themselves, the request's
* file and the parent are left to `verifyModule`. Runs in pages too.
*/
async function verifyRecords(module, access) {
	const steps = [
		...(await Promise.all(module.receipts.map((receipt) => checkReceipt(module, receipt)))).flat(),
		...checkOrigin(module, []),
		...await checkReports(module)
	];
	return judge(module, steps, access);
}

// actions/validation/module-checks.ts
/** What a pull request asks of every module, in this order; `orangery test` asks the same. */
const moduleChecks = [{
	name: "has files that can be reviewed",
	find: fileProblems$1
}, {
	name: "has receipts and reports that hold",
	find: recordProblems
}];
async function fileProblems$1({ module }) {
	const paths = module.files.map((path) => `modules/${module.id}/${path}`);
	const twins = caseTwins(paths);
	const problems = paths.flatMap((path) => {
		const why = unsafePath(path);
		return why === null ? [] : [problem(path, "a path that people and file systems read alike", why)];
	});
	if (twins !== null) problems.push(problem(twins[0], "names that differ in more than case", twins[1]));
	for (const path of module.files) {
		const { mode } = await lstat(join(module.folder, path));
		if ((mode & 73) === 0) continue;
		const hint = `Take the right to run it away: chmod -x modules/${module.id}/${path}`;
		problems.push({
			...problem(`modules/${module.id}/${path}`, "a file that is read", "a program that can be run"),
			hint
		});
	}
	return problems;
}
function problem(file, expected, found) {
	return {
		file,
		pointer: "",
		expected,
		found
	};
}
/** Hashes and signatures; whose signature counts, the base says. */
async function recordProblems({ module, access }) {
	if (module.receipts.length + module.reports.length === 0) return [];
	const found = await verifyRecords(module, await access());
	if (found.kind === "verified") return [];
	const own = `modules/${module.id}`;
	return found.problems.map((one) => {
		return one.file === own || one.file.startsWith(`${own}/`) ? one : {
			...one,
			file: `${own}/${one.file}`
		};
	});
}

// actions/validate/src/read-both.ts
/**
* Reads both catalogues, as data: what modules say of each other can only be seen together.
* @param ids whose problems count though they were there before
*/
async function readBoth(baseRoot, headRoot, ids) {
	const before = await readAll(baseRoot);
	const after = await readAll(headRoot);
	const known = new Set(before.problems.map(keyOf));
	const isOwn = ({ file }) => ids.some((id) => isOf(file, id));
	const head = new Map(after.modules.map((module) => [module.id, module]));
	const beside = await problemsBeside(baseRoot, ids.flatMap((id) => head.get(id) ?? []));
	const gone = await goneFolders(headRoot, ids);
	return {
		gone,
		base: new Map(before.modules.map((module) => [module.id, module])),
		head,
		problems: [
			...after.problems.filter((problem) => isOwn(problem) || !known.has(keyOf(problem))),
			...beside,
			...await removalProblems(headRoot, gone, head)
		]
	};
}
async function goneFolders(headRoot, ids) {
	const gone = /* @__PURE__ */ new Set();
	for (const id of ids) if (await lstat(join(headRoot, "modules", id)).catch(() => null) === null) gone.add(id);
	return gone;
}
/** Folders that are taken away while another module or a deployment names them. */
async function removalProblems(headRoot, gone, head) {
	if (gone.size === 0) return [];
	const naming = [...[...head.values()].map(({ id, frontMatter }) => ({
		file: `modules/${id}/module.md`,
		references: moduleReferences(frontMatter)
	})), ...await readDeploymentReferences(headRoot)];
	return [...gone].flatMap((id) => removalProblem(id, naming) ?? []);
}
/** Whether a problem's file is of a module. */
function isOf(file, id) {
	return file === `modules/${id}` || file.startsWith(`modules/${id}/`);
}
/** Without its line, which moves. */
function keyOf({ file, pointer, expected, found }) {
	return JSON.stringify([
		file,
		pointer,
		expected,
		found
	]);
}
async function readAll(root) {
	const folder = join(root, "modules");
	const found = await lstat(folder).catch(() => null);
	if (found === null) return {
		modules: [],
		problems: []
	};
	if (found.isDirectory()) return readModules(root);
	return {
		modules: [],
		problems: [{
			file: "modules",
			pointer: "",
			expected: "a folder",
			found: "a link or file"
		}]
	};
}
/** What is wrong with modules that are valid; whose signature counts, the base says. */
async function problemsBeside(baseRoot, modules) {
	const access = async () => readRecord("access", join(baseRoot, ".github", "access.yml"), "access.yml");
	const problems = [];
	for (const module of modules) for (const { find } of moduleChecks) problems.push(...await find({
		module,
		access
	}));
	return problems;
}
/**
* The request for a training that a folder holds and nothing else; null of every other. Where the base
* has the folder it is a module, and what is gone from it is missed.
*/
async function requestIn(baseRoot, headRoot, id) {
	if (await lstat(join(baseRoot, "modules", id)).catch(() => null) !== null) return null;
	const folder = join(headRoot, "modules", id);
	const [only, ...more] = await readdir(folder, { withFileTypes: true }).catch(() => []);
	if (only?.name !== "training" || !only.isDirectory() || more.length > 0) return null;
	const [file, ...others] = await readdir(join(folder, "training"));
	if (file === void 0 || !file.endsWith(".yml") || others.length > 0) return null;
	return `modules/${id}/training/${file}`;
}
/** What is wrong with a file that holds one record. */
async function fileProblems(root, file, name) {
	const found = await lstat(join(root, file)).catch(() => null);
	if (found === null) return [];
	const whole = {
		file,
		pointer: "",
		expected: "a plain file",
		found: "a link or folder"
	};
	if (!found.isFile()) return [whole];
	try {
		await (name === "deployment" ? readDeploymentFile(root, file) : readRecord(name, join(root, file), file));
		return [];
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		if (error.problems.length > 0) return error.problems;
		return [{
			file,
			pointer: "",
			expected: "a readable record",
			found: error.message
		}];
	}
}

// actions/validate/src/suggest-line.ts
/**
* The line that would mend a mistake, where there is no doubt: a word that is nearly a known one, a number
* or yes that should be text. Null when a person has to think.
* @param line as it stands
*/
function suggestLine({ hint, found }, line) {
	const near = /^Did you mean (\S+)\?$/.exec(hint ?? "")?.[1];
	if (near !== void 0) return replaceOnce(line, wordIn(found), near);
	if (/^Quote it: ".*"\.$/.test(hint ?? "")) {
		const [, key, value] = /^(\s*(?:- )?(?:[\w-]+: +)?)([\w.+-]+)\s*$/.exec(line) ?? [];
		return key === void 0 || value === void 0 ? null : `${key}"${value}"`;
	}
	return null;
}
/** `"tabular"` and `unknown field "licence"` → the word. */
function wordIn(found) {
	return /^(?:unknown field )?"([\w.-]+)"$/.exec(found)?.[1] ?? null;
}
function replaceOnce(line, word, by) {
	if (word === null) return null;
	const parts = line.split(word);
	return parts.length === 2 && !/[\w-]$/.test(parts[0]) && !/^[\w-]/.test(parts[1]) ? parts.join(by) : null;
}

// actions/validate/src/report-problem.ts
/** A problem as the report holds it, with the line that would mend it where that is sure. */
async function reportProblem(root, problem) {
	const { file, line, column, pointer, expected, found, hint } = problem;
	const suggestion = await suggestionFor(root, problem);
	return {
		file: clip(file, 500) || ".",
		...line !== void 0 && { line },
		...column !== void 0 && { column },
		pointer: clip(pointer, 500),
		expected: clip(expected, 1e3),
		found: clip(found, 1e3),
		...hint !== void 0 && { hint: clip(hint, 1e3) },
		...suggestion !== null && { suggestion }
	};
}
async function suggestionFor(root, problem) {
	const { file, line } = problem;
	if (line === void 0 || !/\.(md|ya?ml)$/.test(file)) return null;
	const lines = (await readFile(resolveInside(root, file), "utf8")).split(/\r?\n/);
	const suggested = suggestLine(problem, lines[line - 1] ?? "");
	return suggested === null || suggested.length > 1e3 ? null : suggested;
}

// actions/validate/src/make-report.ts
/** What the report holds at most. */
const mostModules = 50;
const mostProblems = 200;
/** Checks what a contribution changes, by the code of the base; reads the contribution as data. */
async function makeReport(order) {
	const { root, base, head } = order;
	const changed = changedThings(await changedPaths(order));
	const looked = changed.ids.slice(0, mostModules);
	const requests = await findRequests(order, looked);
	const ids = looked.filter((id) => !requests.has(id));
	const both = await readBoth(order.tool, root, ids);
	const tool = await findTool({
		...order,
		folder: order.tool
	});
	const pages = await makePages(ids, {
		order,
		both,
		tool
	});
	const isElsewhere = ({ file }) => !looked.some((id) => isOf(file, id));
	const others = [
		...changed.ids.length > mostModules ? [tooManyModules(changed.ids.length)] : [],
		...both.problems.filter(isElsewhere),
		...pages.problems
	];
	const modules = [];
	for (const id of ids) modules.push(await checkModule(id, {
		order,
		both,
		tool,
		pages
	}));
	return {
		schema: "validation-report/1",
		base,
		head,
		modules,
		files: await checkFiles(root, changed.deployments, [...requests.values()]),
		others: await reportAll(root, others)
	};
}
/** The site is built of all modules or of none. */
async function makePages(ids, { order: { root, site }, both, tool }) {
	if (site === void 0 || both.problems.length > 0) return {
		byId: /* @__PURE__ */ new Map(),
		problems: []
	};
	return buildPages({
		tool,
		root,
		site,
		ids: ids.filter((id) => both.head.has(id))
	});
}
async function checkModule(id, { order: { root }, both, tool, pages }) {
	const problems = both.problems.filter(({ file }) => isOf(file, id));
	const [before, after] = [both.base.get(id) ?? null, both.head.get(id) ?? null];
	const page = pages.byId.get(id);
	return {
		id: clip(id, 255),
		status: statusOf(before !== null, !both.gone.has(id)),
		problems: await reportAll(root, problems),
		golden: after === null || problems.length > 0 ? untested : await testGolden(after, tool, root),
		...page !== void 0 && {
			completeness: completenessOf(page),
			page: `modules/${id}/`
		},
		...compareModules(before, after)
	};
}
const untested = {
	outcome: "skipped",
	detail: "there is no valid module to test",
	cases: []
};
function statusOf(wasThere, isThere) {
	if (!isThere) return "removed";
	return wasThere ? "changed" : "added";
}
function completenessOf({ completeness }) {
	const { percent, missing } = completeness;
	return {
		percent,
		missing: missing.slice(0, 50).map(({ name, remedy }) => ({
			name: clip(name, 100),
			remedy: clip(remedy, 300)
		}))
	};
}
async function findRequests({ tool, root }, ids) {
	const found = /* @__PURE__ */ new Map();
	for (const id of ids) {
		const file = await requestIn(tool, root, id);
		if (file !== null) found.set(id, file);
	}
	return found;
}
async function checkFiles(root, deployments, requests) {
	const files = [...deployments.map((path) => ({
		path,
		name: "deployment"
	})), ...requests.map((path) => ({
		path,
		name: "trainingRequest"
	}))];
	return Promise.all(files.slice(0, mostModules).map(async ({ path, name }) => ({
		path: clip(path, 500),
		problems: await reportAll(root, await fileProblems(root, path, name))
	})));
}
async function reportAll(root, problems) {
	return Promise.all(problems.slice(0, mostProblems).map((problem) => reportProblem(root, problem)));
}
function tooManyModules(found) {
	return {
		file: "modules",
		pointer: "",
		expected: `at most ${mostModules} modules changed at once`,
		found: String(found)
	};
}

// actions/validate/src/main.ts
/** GitHub shows ten of a step. */
const mostAnnotations = 10;
/**
* Checks a contribution and writes what was found.
* @throws Failure MODULE_INVALID, GOLDEN_FAILED when something is wrong, after the report is written
*/
async function main(inputs, world) {
	const report = await makeReport({
		...inputs,
		signal: world.signal
	});
	await writeRecord(inputs.report, report);
	const problems = allProblems(report);
	for (const problem of problems.slice(0, mostAnnotations)) world.annotate(problem, formatProblem(problem));
	await world.summarize(renderReport(report));
	if (!isGood(report)) throw judged(report, problems.length);
	if (report.modules.length + report.files.length === 0) world.info("No module changed.");
	else world.info(`No problems in ${namesOf(report).join(", ")}.`);
}
function judged(report, problemCount) {
	const red = report.modules.filter(({ golden }) => golden.outcome === "failed");
	if (problemCount > 0) return new Failure("MODULE_INVALID", `Expected no problems, found ${problemCount}`, { hint: "Mend the lines that are named, then push again." });
	const ids = red.map(({ id }) => id).join(", ");
	return new Failure("GOLDEN_FAILED", `Expected the answers of golden.json, found others: ${ids}`);
}
function namesOf({ modules, files }) {
	return [...modules.map(({ id }) => id), ...files.map(({ path }) => path)];
}

// actions/validate/src/index.ts
await runAction(async (signal) => {
	const root = resolve(requireInput("root"));
	const report = resolve(requireInput("report"));
	const site = readInput("site");
	const { event } = await readJob();
	const commits = commitsOf(event.payload);
	const inputs = {
		root,
		report,
		tool: resolve(readInput("tool") ?? resolve(import.meta.dirname, "..", "..")),
		base: readInput("base") ?? commits.base,
		head: readInput("head") ?? commits.head,
		...site !== void 0 && { site: resolve(site) },
		temporary: resolve(process.env.RUNNER_TEMP ?? "."),
		path: process.env.PATH
	};
	await main(inputs, {
		signal,
		annotate: ({ file, line, column }, message) => error(message, {
			file,
			...line !== void 0 && { startLine: line },
			...column !== void 0 && { startColumn: column }
		}),
		summarize: writeSummary,
		info
	});
});
/** Of a pull request or of a merge queue; empty where the event has none, which is then refused. */
function commitsOf(payload) {
	const event = new Answer(payload, "event");
	const sha = (answer) => answer.field("sha").text();
	return event.field("pull_request").orNull((pull) => ({
		base: sha(pull.field("base")),
		head: sha(pull.field("head"))
	})) ?? event.field("merge_group").orNull((group) => ({
		base: group.field("base_sha").text(),
		head: group.field("head_sha").text()
	})) ?? {
		base: "",
		head: ""
	};
}

export {  };