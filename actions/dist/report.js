import { Dt as readInput, F as readChanges, Ht as info, I as pathsOf, It as isDeeperThan, Nt as parseRecord, Ot as requireInput, Rt as Failure, Tt as runAction, _t as Answer, bt as readJob, c as codeSpan, dt as keepComment, gt as createOctokitGitHub, l as readZipEntry, lt as escapeMarkdown, n as allProblems, r as isGood, s as codeBlock, t as renderReport, ut as findComment } from "./shared.js";

// actions/report/src/compare-claims.ts
/**
* Why a report cannot be of this pull request, in words; null when its claims fit what GitHub lists. The
* job that wrote it ran in the contribution's own workflow, so it may say anything.
*/
function compareClaims(report, { head, files, changes }) {
	if (report.head !== head) return "it is of another commit than the head";
	const paths = pathsOf(files);
	const touched = new Set(paths.map((path) => /^modules\/([^/]+)\/./.exec(path)?.[1]));
	const told = new Set(report.modules.map(({ id }) => id));
	const child = changes.kind === "request" ? changes.child : void 0;
	if (told.size !== report.modules.length) return "it tells of a module twice";
	if ([...told].find((id) => !touched.has(id)) !== void 0) return "it tells of a module that the pull request does not touch";
	const hidden = [...touched].find((id) => id !== void 0 && !told.has(id) && id !== child);
	if (hidden !== void 0) return `it does not tell of modules/${hidden}, which is touched`;
	if (report.files.find(({ path }) => !paths.includes(path)) !== void 0) return "it tells of a file that the pull request does not touch";
	const silent = paths.filter((path) => {
		return /^deployments\/[^/]+\.yml$/.test(path) || child !== void 0;
	}).find((path) => !report.files.some((file) => file.path === path));
	return silent === void 0 ? null : `it does not tell of ${silent}, which is touched`;
}

// actions/report/src/diff-lines.ts
/**
* Lines of the new side that a patch shows: GitHub takes comments on no others.
* @param patch from its first `@@`
*/
function diffLines(patch) {
	const lines = /* @__PURE__ */ new Set();
	let next = 0;
	for (const line of patch.split("\n")) {
		const hunk = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
		if (hunk !== null) next = Number(hunk[1]);
		else if (line.startsWith("+") || line.startsWith(" ")) {
			lines.add(next);
			next += 1;
		}
	}
	return lines;
}

// actions/report/src/make-suggestions.ts
const most = 20;
/** Comments with suggestion blocks, for mistakes that stand on a line of the diff; one a line. */
function makeSuggestions(problems, files) {
	const shown = new Map(files.map(({ path, patch }) => [path, diffLines(patch ?? "")]));
	const comments = /* @__PURE__ */ new Map();
	for (const { file, line, expected, found, suggestion } of problems) {
		if (suggestion === void 0 || line === void 0 || /[\n\r]/.test(suggestion)) continue;
		const key = `${file}:${line}`;
		if (shown.get(file)?.has(line) !== true || comments.has(key)) continue;
		const body = `${`Expected ${escapeMarkdown(expected)}, found ${escapeMarkdown(found)}.`}\n\n${codeBlock(suggestion, "suggestion")}`;
		comments.set(key, {
			path: file,
			line,
			body
		});
	}
	return [...comments.values()].slice(0, most);
}

// actions/report/src/read-report.ts
const largestBytes = 1048576;
const deepest = 12;
/**
* The report that a run left as its artifact; null when it left none.
* @throws Failure GITHUB_FAILED, FILE_INVALID, DOWNLOAD_TOO_LARGE: then it is none of ours
*/
async function readReport(github, run) {
	const zip = await github.readArtifact(run, "report", largestBytes);
	if (zip === null) return null;
	const label = `artifact report of run ${run}`;
	const value = parse((await readZipEntry(zip, {
		name: "report.json",
		largestBytes,
		label
	})).toString("utf8"), label);
	if (isDeeperThan(value, deepest)) throw new Failure("FILE_INVALID", `${label}: expected at most ${deepest} levels, found more`);
	return parseRecord("validationReport", value, label);
}
function parse(text, label) {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw new Failure("FILE_INVALID", `${label}: expected JSON, found none`, { cause: error });
	}
}

// actions/report/src/say-report.ts
/** The one comment on a pull request, below its marker. */
function sayReport(heard, run) {
	const foot = `<sub>Checked ${codeSpan(run.head.slice(0, 12))} in [this run](${run.url}).</sub>`;
	return `${wordsOf(heard, run)}\n\n${foot}`;
}
function wordsOf(heard, run) {
	switch (heard.kind) {
		case "unreadable": return `**This pull request cannot be judged:** ${escapeMarkdown(heard.because)}.\n\nMend that and push again, or ask an admin.`;
		case "refused": return `**The report of the check is refused:** ${escapeMarkdown(heard.because)}.\n\nIf you did not write it yourself, run the check again; else say so to an admin.`;
		case "silent": return `**The check ended without a report** (${escapeMarkdown(run.conclusion ?? "no conclusion")}).\n\nLook at the run, then push again or run it again.`;
		case "report": return sayWith(heard.report, heard.changes, run);
	}
}
function sayWith(report, changes, run) {
	const words = renderReport(report, { artifacts: `${run.url}#artifacts` });
	return [
		...run.conclusion === "success" === isGood(report) ? [] : ["**The run did not end as its report says:** look at the run before you believe either."],
		...otherWarning(changes),
		words
	].join("\n\n");
}
/** Whoever may change the check may write its report. */
function otherWarning(changes) {
	if (changes.kind !== "other") return [];
	const [first = ""] = changes.paths;
	const rest = changes.paths.length > 1 ? ` and ${changes.paths.length - 1} more` : "";
	return [`**This touches more than modules** (${codeSpan(first)}${rest}): the report below may be its own words. An admin reads and merges it.`];
}

// actions/report/src/main.ts
const checkWorkflow = "validate.yml";
const kind = "report";
/**
* Tells a pull request what its check found. The artifact decides nothing: which pull request it is, and
* what that touches, GitHub says.
* @throws Failure ACCESS_REFUSED on any ref but main, GITHUB_FAILED
*/
async function main({ run: id, bot, ref }, world) {
	const { github, info } = world;
	if (ref !== "refs/heads/main") throw new Failure("ACCESS_REFUSED", `Ref: expected refs/heads/main, found ${ref}`, { hint: "Only code of main may write comments." });
	const run = await github.getRun(id);
	if (run === null || run.workflow !== checkWorkflow || run.event !== "pull_request") return info(`Run ${id} is no check of a pull request.`);
	const account = await github.findAccount(bot);
	if (account === null) throw new Failure("GITHUB_FAILED", `Account ${bot}: expected one, found none`);
	const pulls = await findPulls(github, run);
	if (pulls.length === 0) return info(`No open pull request has the head ${run.head}.`);
	for (const pull of pulls) await tell(github, {
		run,
		pull,
		botId: account.id
	});
}
/** By head commit and the repository it lies in: the same commit may be offered from elsewhere too. */
async function findPulls(github, run) {
	const pulls = (await github.listPullRequests()).filter(({ head, base }) => {
		return head.sha === run.head && head.repository === run.headRepository && head.repository !== null && base.branch === "main";
	});
	return (await Promise.all(pulls.map(({ number }) => github.getPullRequest(number)))).filter((pull) => pull !== null);
}
async function tell(github, { run, pull, botId }) {
	const heard = await hear(github, pull, run);
	const place = {
		issue: pull.number,
		kind,
		botId
	};
	const wasReviewed = (await findComment(github, place))?.body.includes(reviewedMark(run)) === true;
	const body = sayReport(heard, run);
	const mark = `${reviewedMark(run)}\n`;
	await keepComment(github, {
		...place,
		body: wasReviewed ? `${mark}${body}` : body
	});
	if (wasReviewed || heard.kind !== "report" || heard.changes.kind !== "modules") return;
	if (await review(github, pull, heard.report)) await keepComment(github, {
		...place,
		body: `${mark}${body}`
	});
}
/** Hidden in our comment: for this head the suggestions were made. */
function reviewedMark({ head }) {
	return `<!-- reviewed ${head} -->`;
}
async function hear(github, pull, run) {
	const base = await github.getBranch("main");
	if (base === null) throw new Failure("GITHUB_FAILED", "Branch main: expected one, found none");
	const changes = await readChanges(github, pull, base);
	if (changes.kind === "unreadable") return changes;
	const files = await github.listFiles(pull.number);
	try {
		const report = await readReport(github, run.id);
		if (report === null) return { kind: "silent" };
		const because = compareClaims(report, {
			head: pull.head.sha,
			files,
			changes
		});
		return because === null ? {
			kind: "report",
			report,
			changes
		} : {
			kind: "refused",
			because
		};
	} catch (error) {
		if (!(error instanceof Failure && [
			"FILE_INVALID",
			"RECORD_UNKNOWN",
			"DOWNLOAD_TOO_LARGE"
		].includes(error.code))) throw error;
		return {
			kind: "refused",
			because: error.message.split("\n")[0]
		};
	}
}
async function review(github, pull, report) {
	const comments = makeSuggestions(allProblems(report), await github.listFiles(pull.number));
	if (comments.length === 0) return false;
	await github.createReview(pull.number, {
		head: pull.head.sha,
		body: "A click mends each of these.",
		comments
	});
	return true;
}

// actions/report/src/index.ts
await runAction(async (signal) => {
	const token = requireInput("token");
	const { repository, apiUrl, label, ref, event } = await readJob();
	const run = new Answer(event.payload, "event").field("workflow_run").field("id").number();
	const github = createOctokitGitHub({
		token,
		repository,
		apiUrl,
		job: label,
		signal
	});
	await main({
		run,
		bot: readInput("bot") ?? "github-actions[bot]",
		ref
	}, {
		github,
		info
	});
});

export {  };