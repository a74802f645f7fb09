import { At as createOctokitGitHub, Ft as readJob, Gt as readInput, H as pathsOf, Ht as runAction, Kt as requireInput, Mt as Answer, Tt as keepComment, V as readChanges, _t as roleNames, a as allProblems, h as readZipEntry, i as renderReport, in as isDeeperThan, m as codeSpan, nt as parseAccess, o as isGood, on as Failure, p as codeBlock, r as planAccess, rt as readAccess, t as wantedAccess, tn as parseRecord, tt as accessPath, un as info, wt as findComment, xt as escapeMarkdown } from "./shared.js";

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
const largestBytes$1 = 1048576;
const deepest = 12;
/**
* The report that a run left as its artifact; null when it left none.
* @throws Failure GITHUB_FAILED, FILE_INVALID, DOWNLOAD_TOO_LARGE: then it is none of ours
*/
async function readReport(github, run) {
	const zip = await github.readArtifact(run, "report", largestBytes$1);
	if (zip === null) return null;
	const label = `artifact report of run ${run}`;
	const value = parse((await readZipEntry(zip, {
		name: "report.json",
		largestBytes: largestBytes$1,
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
function sayReport(heard, { run, rules }) {
	const foot = `<sub>Checked ${codeSpan(run.head.slice(0, 12))} in [this run](${run.url}).</sub>`;
	return [
		wordsOf(heard, run),
		rules,
		foot
	].filter((part) => part !== "").join("\n\n");
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

// actions/access/compare-access.ts
/** What a change of `access.yml` gives and takes, by the files alone. */
function compareAccess(before, after) {
	return [
		...roleNames.flatMap((name) => roleChanges(name, before.roles[name], after.roles[name])),
		...memberChanges(before, after),
		...runnerChanges(before.runners, after.runners)
	];
}
function roleChanges(name, before, after) {
	const place = `role ${name}`;
	const say = (sign, change) => ({
		sign,
		place,
		change
	});
	const listed = [
		[
			"team",
			before?.teams,
			after?.teams
		],
		[
			"verb",
			before?.verbs,
			after?.verbs
		],
		[
			"dataset host",
			before?.datasetHosts,
			after?.datasetHosts
		]
	].flatMap(([what, was = [], is = []]) => [...is.filter((one) => !was.includes(one)).map((one) => say("+", `${what} ${one}`)), ...was.filter((one) => !is.includes(one)).map((one) => say("-", `${what} ${one}`))]);
	const [was, is] = [before?.permission ?? "none", after?.permission ?? "none"];
	const permission = was === is ? [] : [say("~", `repository permission ${was} → ${is}`)];
	return [
		...listed,
		...permission,
		...budgetChanges(name, before, after)
	];
}
const budgets = [
	["gpuMinutesPerWeek", "GPU minutes a week"],
	["concurrentJobs", "jobs at a time"],
	["largestDatasetBytes", "bytes of the largest dataset"]
];
/** Who has no budget has none; but an admin any. */
function budgetChanges(name, before, after) {
	const most = (role, field) => role?.budget?.[field] ?? (name === "admin" && role !== void 0 ? 1e400 : 0);
	return budgets.flatMap(([field, words]) => {
		const [was, is] = [most(before, field), most(after, field)];
		if (was === is) return [];
		const change = `${words} ${shownLimit(was)} → ${shownLimit(is)}`;
		return [{
			sign: is > was ? "+" : "-",
			place: `role ${name}`,
			change
		}];
	});
}
function shownLimit(value) {
	return value === 1e400 ? "any" : String(value);
}
function memberChanges(before, after) {
	const [was, is] = [before.members ?? {}, after.members ?? {}];
	return [.../* @__PURE__ */ new Set([...Object.keys(was), ...Object.keys(is)])].sort().flatMap((team) => {
		const place = `team ${team}`;
		const [old, now] = [was[team], is[team]];
		if (now === void 0) return [{
			sign: "~",
			place,
			change: "its members are kept on GitHub alone"
		}];
		const kept = {
			sign: "~",
			place,
			change: "only who is listed here is a member"
		};
		const ids = (people) => people.map(({ id }) => id);
		return [
			...old === void 0 ? [kept] : [],
			...now.filter(({ id }) => !ids(old ?? []).includes(id)).map(({ login, id }) => ({
				sign: "+",
				place,
				change: `${login} (${id})`
			})),
			...(old ?? []).filter(({ id }) => !ids(now).includes(id)).map(({ login, id }) => ({
				sign: "-",
				place,
				change: `${login} (${id})`
			}))
		];
	});
}
/** A machine is its key: another key under the same name is another machine. */
function runnerChanges(before, after) {
	const keyOf = (runner) => JSON.stringify([runner.name, runner.publicKey]);
	const words = ({ from, until }) => `signatures from ${from} until ${until ?? "ever"}`;
	const found = (all, runner) => all.find((one) => keyOf(one) === keyOf(runner));
	const say = (sign, runner) => ({
		sign,
		place: `machine ${runner.name}`,
		change: `${words(runner)}, key ${runner.publicKey.slice(0, 12)}…`
	});
	return [...after.flatMap((runner) => {
		const old = found(before, runner);
		if (old === void 0) return [say("+", runner)];
		return words(old) === words(runner) ? [] : [say("~", runner)];
	}), ...before.filter((runner) => found(after, runner) === void 0).map((one) => say("-", one))];
}

// actions/organisation/foresee-refusals.ts
/** The two repositories have no part in what people are in. */
const place = {
	catalogue: "catalogue/catalogue",
	runner: "catalogue/runner",
	appId: 1
};
/**
* Asks the guards of `sync-access` whether they would apply a change of the rules, where the organisation is
* as the rules before it say. Whether every numeric id has an account is not asked.
*/
function foreseeRefusals(before, after) {
	const isListed = (access, team) => access.members?.[team] !== void 0;
	const unlisted = [...teamsOf(before).filter((team) => !isListed(before, team)), ...teamsOf(after).filter((team) => !isListed(before, team) && !isListed(after, team))];
	const old = wantedAccess(before, place);
	const wanted = wantedAccess(after, place);
	if (unlisted.length > 0 && wanted.adminTeams.length > 0) return {
		refusals: [],
		unlisted: [...new Set(unlisted)].sort()
	};
	const people = (access) => Object.values(access.members ?? {}).flat();
	const accountOf = ({ login, id }) => {
		return {
			login,
			id,
			type: "User"
		};
	};
	const all = [...people(before), ...people(after)].map(accountOf);
	const { refusals } = planAccess(wanted, {
		teams: Object.fromEntries(Object.entries(old.members).map(([team, members]) => [team, members.map(accountOf)])),
		accounts: Object.fromEntries(all.map((account) => [account.id, account])),
		invited: [],
		organisationMembers: all.map(({ id }) => id),
		repositories: old.repositories,
		settings: old.settings,
		runnerGroup: null,
		codeowners: old.codeowners
	}, {
		bot: null,
		person: null
	});
	return {
		refusals,
		unlisted: []
	};
}
function teamsOf(access) {
	return roleNames.flatMap((name) => access.roles[name]?.teams ?? []);
}

// actions/report/src/say-rules.ts
const largestBytes = 65536;
const mostRows = 100;
/**
* Says in Markdown what a pull request changes in the rules of who may do what; empty where it does not touch
* them. Both files are read as data from GitHub: no word of it is the contribution's own, and no secret is
* needed, so that the organisation itself is not looked at.
* @throws Failure GITHUB_FAILED
*/
async function sayRules(github, pull, base) {
	if (!(await github.listFiles(pull.number)).some(({ path, previousPath }) => [path, previousPath].includes(".github/access.yml"))) return "";
	const head = `### What it changes in ${codeSpan(accessPath)}\n\n`;
	try {
		return `${head}${sayChanges(await readAccess(github, base), await readContributed(github, pull.head.sha))}`;
	} catch (error) {
		if (!(error instanceof Failure && ["FILE_INVALID", "FILE_MISSING"].includes(error.code))) throw error;
		return `${head}It cannot be applied:\n\n${error.message.split("\n").slice(0, 5).map((line) => escapeMarkdown(line)).map((line) => `- ❌ ${line}`).join("\n")}`;
	}
}
/** Neither a link nor a program nor more than rules need is looked into. */
async function readContributed(github, commit) {
	const entry = (await github.listTree(commit, ".github", { isShallow: true })).find(({ path }) => path === accessPath);
	if (entry === void 0) throw new Failure("FILE_MISSING", `${accessPath}: expected the rules, found no file`);
	const { mode, sizeBytes = 0, sha } = entry;
	if (mode !== "100644" || sizeBytes > largestBytes) {
		const found = `mode ${mode}, ${sizeBytes} bytes`;
		throw new Failure("FILE_INVALID", `${accessPath}: expected ${`a plain file of at most ${largestBytes} bytes`}, found ${found}`);
	}
	return parseAccess((await github.readBlob(sha)).toString("utf8"));
}
function sayChanges(before, after) {
	const changes = compareAccess(before, after);
	const rows = changes.slice(0, mostRows).map(({ sign, place, change }) => {
		return `| ${codeSpan(sign)} | ${escapeMarkdown(place)} | ${escapeMarkdown(change)} |`;
	});
	const rest = changes.length - rows.length;
	const table = [
		"| | who | what |",
		"| --- | --- | --- |",
		...rows
	].join("\n");
	const { refusals, unlisted } = foreseeRefusals(before, after);
	const teams = unlisted.map((team) => codeSpan(team)).join(", ");
	return [
		changes.length === 0 ? "Nobody gains or loses anything." : table,
		...rest > 0 ? [`And ${rest} more.`] : [],
		...refusals.length > 0 ? [sayRefusals(refusals)] : [],
		...unlisted.length > 0 ? [`Who is in ${teams} stands on GitHub alone: whether the guards let it be applied shows then.`] : [],
		"By this file against that of `main` now. How the organisation itself differs, `orangery access plan` says."
	].join("\n\n");
}
function sayRefusals(refusals) {
	return `**Once merged it is not applied:**\n\n${refusals.map((refusal) => `- ❌ ${escapeMarkdown(refusal)}`).join("\n")}`;
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
	const base = await github.getBranch("main");
	if (base === null) throw new Failure("GITHUB_FAILED", "Branch main: expected one, found none");
	const heard = await hear(github, {
		run,
		pull,
		base
	});
	const place = {
		issue: pull.number,
		kind,
		botId
	};
	const wasReviewed = (await findComment(github, place))?.body.includes(reviewedMark(run)) === true;
	const body = sayReport(heard, {
		run,
		rules: await sayRules(github, pull, base)
	});
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
async function hear(github, { run, pull, base }) {
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