import { At as createOctokitGitHub, Ct as shorten, Ft as readJob, Gt as readInput, Ht as runAction, Kt as requireInput, Nt as writeSummary, Pt as refuseOtherRefs, St as plainLine, ct as readRecord, jt as createRequester, mt as readRecords, on as Failure, sn as formatProblem, un as info, xt as escapeMarkdown } from "./shared.js";
import { isDeepStrictEqual } from "node:util";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

// actions/deployments/src/github-deployments.ts
const deployments = "/repos/{owner}/{repo}/deployments";
const one = `${deployments}/{deployment_id}`;
/** Tells ours from those of others, such as of GitHub Pages. */
const task = "deploy:orangery";
const mostPages = 10;
/** GitHub's Deployments of a repository, through Octokit. */
function createOctokitDeployments(order) {
	const { send, list } = createRequester(order);
	return {
		list: async () => {
			return (await list(`GET ${deployments}`, { task }, { mostPages })).flatMap((answer) => readOurs(answer, order.bot)).sort((a, b) => b.id - a.id);
		},
		readStatus: async (id) => {
			const parameters = {
				deployment_id: id,
				per_page: 1
			};
			const { answer } = await send(`GET ${one}/statuses`, parameters);
			const [latest] = answer.list();
			return latest === void 0 ? "none" : readStatus(latest);
		},
		create: async (run) => {
			const { status, answer } = await send(`POST ${deployments}`, orderOf(run), { outcomes: {
				404: /no commit found/i,
				422: /no ref found/i
			} });
			return status === 404 || status === 422 ? null : answer.field("id").number();
		},
		addStatus: async (id, { state, description, url }) => {
			const settings = {
				deployment_id: id,
				auto_inactive: false
			};
			const said = {
				state,
				description,
				environment_url: url
			};
			await send(`POST ${one}/statuses`, {
				...settings,
				...said
			}, { isRepeatable: true });
		},
		remove: async (id) => {
			await send(`DELETE ${one}`, { deployment_id: id }, { outcomes: { 404: /not found/i } });
		}
	};
}
/** It runs already: no branch is merged and no check waited for. */
function orderOf({ key, environment, isProduction, commit }) {
	return {
		ref: commit,
		task,
		environment,
		payload: { orangery: key },
		auto_merge: false,
		required_contexts: [],
		production_environment: isProduction,
		transient_environment: false,
		description: key.split(" ")[1]
	};
}
function readOurs(answer, bot) {
	const by = answer.field("creator").orNull((creator) => creator.field("login").text());
	const payload = answer.field("payload").json();
	const key = isObject(payload) ? payload.orangery : void 0;
	if (by !== bot || answer.field("task").text() !== task || typeof key !== "string") return [];
	const environment = answer.field("environment").text();
	return [{
		id: answer.field("id").number(),
		key,
		environment,
		status: "unread"
	}];
}
function readStatus(answer) {
	const textOf = (name) => answer.field(name).orNull((text) => text.text()) ?? "";
	return {
		state: answer.field("state").text(),
		description: textOf("description"),
		url: textOf("environment_url")
	};
}
function isObject(value) {
	return typeof value === "object" && value !== null;
}

// actions/deployments/src/stage-runs.ts
const mostRuns = 10;
/**
* What ran at each stage. A line without a commit is of the same one as the line of that version before it; where
* there is none, as of a training's result, GitHub has nothing to show it at.
* @param lines from the oldest to the newest
* @returns stages, the one that was recorded last first
*/
function stageRuns(lines) {
	return [...Map.groupBy(lines, environmentOf)].map(([environment, own]) => ({
		environment,
		at: own.at(-1).at,
		runs: runsOf(own)
	})).sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
function environmentOf({ deployment, stage }) {
	return `${deployment}/${stage}`;
}
function runsOf(lines) {
	const commits = /* @__PURE__ */ new Map();
	const runs = /* @__PURE__ */ new Map();
	let current;
	for (const line of lines) {
		const version = `${line.module.id}@${line.module.version}`;
		if (line.commit !== void 0) commits.set(version, line.commit);
		const commit = line.receipt === void 0 ? commits.get(version) : void 0;
		current = commit === void 0 ? void 0 : `${environmentOf(line)} ${version} ${commit}`;
		if (commit === void 0 || current === void 0) continue;
		const act = line.act === void 0 ? runs.get(current)?.act : line;
		runs.delete(current);
		runs.set(current, {
			key: current,
			commit,
			last: line,
			act
		});
	}
	return [...runs.values()].map((run) => ({
		...run,
		...placeOf(run.last),
		state: stateOf(run.last, run.key === current)
	})).reverse().slice(0, mostRuns);
}
function placeOf(line) {
	return {
		environment: environmentOf(line),
		isProduction: line.stage === "production"
	};
}
/** Of what another has taken the place of, only that it failed is still so. */
function stateOf({ health }, isCurrent) {
	if (health === "unhealthy") return "failure";
	return health === "healthy" && isCurrent ? "success" : "inactive";
}

// actions/deployments/src/match-deployments.ts
/**
* Finds the Deployment of each run. Where there are two, the newer one counts.
* @param lines of the records, from the oldest to the newest
* @param deployments ours on GitHub, the newest first
* @param wanted stages that files name: of one without a line nothing is known, and its Deployments stay
*/
function matchDeployments(lines, deployments, wanted) {
	const stages = stageRuns(lines);
	const known = new Map(deployments.toReversed().map((one) => [one.key, one]));
	const runs = stages.flatMap((stage) => {
		return stage.runs.map((run) => ({
			run,
			deployment: known.get(run.key)
		}));
	});
	const kept = new Set(runs.map(({ deployment }) => deployment));
	const told = new Set(stages.map(({ environment }) => environment));
	return {
		runs,
		surplus: deployments.filter((deployment) => {
			const { environment } = deployment;
			return !kept.has(deployment) && (told.has(environment) || !wanted.includes(environment));
		})
	};
}

// actions/deployments/src/status-of.ts
/** GitHub refuses more. */
const mostCharacters = 140;
/** The status that GitHub should show of a run: an address only while it answers there. */
function statusOf({ state, last, act }) {
	const url = state === "success" ? last.address ?? "" : "";
	return {
		state,
		description: describe(last.message, act),
		url
	};
}
/** Who did what, and why it is so. */
function describe(message, act) {
	const by = act?.actor === void 0 ? "" : ` by ${act.actor}`;
	const text = [act?.act === void 0 ? "" : `${act.act}${by}`, message ?? ""].filter((part) => part !== "").join(": ");
	const harmless = plainLine(text).replace(/[@#]/g, (sign) => `${sign}${"​"}`);
	return shorten(harmless, mostCharacters);
}

// actions/deployments/src/plan-deployment-changes.ts
/**
* What brings GitHub's Deployments to the records. Done, and planned again, there is nothing left.
* @param lines of the records, from the oldest to the newest
* @param deployments ours on GitHub, the newest first; one whose status was not read is left as it is
* @param wanted stages that files name, such as `leaf-service/production`
*/
function planDeploymentChanges(lines, deployments, wanted) {
	const { runs, surplus } = matchDeployments(lines, deployments, wanted);
	const read = surplus.filter(({ status }) => status !== "unread");
	return [...[...runs].sort(byMoment).flatMap(changeOf), ...read.map((deployment) => ({
		kind: "remove",
		deployment
	}))];
}
/** What runs now comes first, where not all can be done at once; then the oldest, as GitHub lists by its own time. */
function byMoment({ run: a }, { run: b }) {
	const isLater = (run) => run.state === "success" ? 0 : 1;
	return isLater(a) - isLater(b) || Date.parse(a.last.at) - Date.parse(b.last.at);
}
function changeOf({ run, deployment }) {
	const status = statusOf(run);
	if (deployment === void 0) return [{
		kind: "create",
		run,
		status
	}];
	const isAsWanted = isDeepStrictEqual(deployment.status, status);
	if (deployment.status === "unread" || isAsWanted) return [];
	return [{
		kind: "status",
		deployment,
		status
	}];
}

// actions/deployments/src/main.ts
const defaultLimits = {
	looks: 80,
	changes: 25
};
/**
* Brings GitHub's Deployments to what the deployment host has recorded. What is more than one run may do, the next
* one does. Nothing is changed before everything was read.
* @returns what was done, a line each
* @throws Failure GITHUB_FAILED; FILE_INVALID, after everything else, for lines that cannot be read
*/
async function showDeployments(world) {
	const { catalogue, deployments, wanted, limits = defaultLimits } = world;
	const { log } = await readRecords(catalogue);
	const lines = log.deploymentState;
	const looked = await look(world, await deployments.list(), lines);
	const changes = planDeploymentChanges(lines, looked, wanted);
	const done = [];
	for (const change of changes.slice(0, limits.changes)) done.push(await perform(deployments, change));
	const left = changes.length - limits.changes;
	if (left > 0) done.push(`${left} more changes: the next run does them`);
	if (log.problems.length > 0) throw unreadable(log.problems, done);
	return done;
}
/** Reads statuses, of what is surplus and of stages recorded last first: the others were read when they were. */
async function look({ deployments, wanted, limits = defaultLimits }, listed, lines) {
	const { runs, surplus } = matchDeployments(lines, listed, wanted);
	const known = runs.flatMap(({ deployment }) => deployment === void 0 ? [] : [deployment]);
	const statuses = /* @__PURE__ */ new Map();
	for (const { id } of [...surplus, ...known].slice(0, limits.looks)) statuses.set(id, await deployments.readStatus(id));
	return listed.map((one) => ({
		...one,
		status: statuses.get(one.id) ?? "unread"
	}));
}
async function perform(deployments, change) {
	if (change.kind === "create") {
		const { run, status } = change;
		const id = await deployments.create(run);
		if (id === null) return `${run.key}: not shown, this repository has no such commit`;
		await deployments.addStatus(id, status);
		return `${run.key}: ${status.state}, shown as ${id}`;
	}
	const { id, key, status } = change.deployment;
	if (change.kind === "status") {
		await deployments.addStatus(id, change.status);
		return `${key}: ${change.status.state}`;
	}
	if (!(typeof status === "object" && status.state === "inactive")) await deployments.addStatus(id, inactive);
	await deployments.remove(id);
	return `${key}: removed, the records do not tell of it any more`;
}
const inactive = {
	state: "inactive",
	description: "",
	url: ""
};
function unreadable(problems, done) {
	const message = [...problems.map(formatProblem), ...done].join("\n");
	return new Failure("FILE_INVALID", message, {
		problems,
		hint: "GitHub shows what the other lines tell. An admin can correct the line on the branch records."
	});
}

// actions/deployments/src/wanted-environments.ts
/**
* Stages that the files of a checkout name, such as `leaf-service/production`.
* @throws Failure FILE_INVALID
*/
async function wantedEnvironments(root) {
	const files = (await readdir(join(root, "deployments")).catch(() => [])).filter((name) => name.endsWith(".yml")).sort();
	return (await Promise.all(files.map(async (file) => {
		const path = `deployments/${file}`;
		const { stages } = await readRecord("deployment", join(root, path), path);
		return Object.keys(stages).map((stage) => `${file.slice(0, -4)}/${stage}`);
	}))).flat();
}

// actions/deployments/src/index.ts
await runAction(async (signal) => {
	const { apiUrl, label, repository, ref, workspace } = await readJob();
	refuseOtherRefs(ref);
	const order = {
		token: requireInput("token"),
		apiUrl,
		signal,
		job: label,
		repository
	};
	const bot = readInput("bot") ?? "github-actions[bot]";
	const done = await showDeployments({
		catalogue: createOctokitGitHub(order),
		deployments: createOctokitDeployments({
			...order,
			bot
		}),
		wanted: await wantedEnvironments(readInput("root") ?? workspace)
	});
	for (const line of done) info(line);
	const lines = done.map((line) => `- ${escapeMarkdown(line)}`);
	await writeSummary(lines.join("\n") || "GitHub shows what is recorded.");
});

export {  };