import { At as createOctokitGitHub, D as reconcileJobs, Ft as readJob, Gt as readInput, Ht as runAction, It as findBot, Kt as requireInput, Nt as writeSummary, Pt as refuseOtherRefs, Q as mainBranch, S as finishBenchmark, Y as trainingBranch, _ as finishTraining, c as revokeStrangers, j as ourBranches, kt as realClock, mt as readRecords, pt as appendRecords, u as createOctokitOrganisation, un as info, xt as escapeMarkdown } from "./shared.js";

// actions/reap/src/reap-branches.ts
const keptMs$1 = 864e5;
/**
* Deletes our branches that no pull request is open for, a day after their last commit.
* @returns what was deleted, a line each
* @throws Failure GITHUB_FAILED
*/
async function reapBranches({ catalogue, clock }, organisation) {
	const branches = await organisation.listBranches(catalogue.repository, ourBranches);
	const open = (await catalogue.listPullRequests()).filter(({ head }) => head.repository === catalogue.repository).map(({ head }) => head.branch);
	const stale = branches.filter(({ name, at }) => {
		return !open.includes(name) && clock.now() - Date.parse(at) > keptMs$1;
	});
	for (const { name } of stale) await catalogue.deleteBranch(name);
	return stale.map(({ name }) => `${name}: deleted, no pull request is open for it`);
}

// actions/reap/src/reap-candidates.ts
const keptMs = 6048e5;
/** Weights are named by their hash: other drafts are people's. */
const weights = /^[0-9a-f]{64}\.zip$/;
/**
* Deletes weights of results that were not merged, a week after they were made.
* @returns what was deleted, a line each
* @throws Failure GITHUB_FAILED
*/
async function reapCandidates(control) {
	const { catalogue, clock } = control;
	const old = (await catalogue.listReleases()).filter((release) => {
		return isCandidate(release) && clock.now() - Date.parse(release.createdAt) > keptMs;
	});
	if (old.length === 0) return [];
	const open = (await catalogue.listPullRequests()).map(({ head }) => head.branch);
	const deleted = [];
	for (const { id, tag } of old) {
		const child = tag.split("@")[0];
		if (open.includes(trainingBranch(child)) || await isMerged(control, child)) continue;
		await catalogue.deleteRelease(id);
		deleted.push(`${tag}: deleted its weights, nobody merged it in a week`);
	}
	return deleted;
}
function isCandidate({ isDraft, assets }) {
	return isDraft && assets.some(({ name }) => weights.test(name));
}
/** Then its draft is still to be published. */
async function isMerged({ catalogue }, child) {
	const commit = await catalogue.getBranch("main") ?? "main";
	return await catalogue.readText(`modules/${child}/module.md`, commit) !== null;
}

// actions/reap/src/reap-runners.ts
/** A job may take a day; ten minutes later its machine is gone for good. */
const longestOfflineMs = 87e6;
/**
* Removes machines of one job that were not heard of for longer than any job may take. GitHub does not say
* since when a machine is silent: the records do, from the first time that this finds it so.
* @returns what was removed, a line each
* @throws Failure GITHUB_FAILED
*/
async function reapRunners(control, organisation) {
	const { catalogue, clock } = control;
	const runners = await organisation.listRunners();
	const { log } = await readRecords(catalogue);
	const known = latestStates(log.runnerState);
	const removed = [];
	for (const runner of runners) {
		const before = known.get(runner.name);
		if (!(stateOf(runner) === "offline" && before?.state === "offline" && clock.now() - Date.parse(before.at) > longestOfflineMs) || runner.isEphemeral === false) continue;
		if (!await organisation.removeRunner(runner.id)) continue;
		removed.push(`${runner.name}: removed, it has been silent since ${before.at}`);
	}
	await noteStates(control, runners);
	return removed;
}
function stateOf({ isOnline, isBusy }) {
	if (!isOnline) return "offline";
	return isBusy ? "busy" : "idle";
}
/** A line only where it is another than before: the latest says since when. */
async function noteStates({ catalogue, clock }, runners) {
	await appendRecords(catalogue, clock, (log) => {
		const known = latestStates(log.runnerState);
		const at = new Date(clock.now()).toISOString();
		return runners.filter((runner) => known.get(runner.name)?.state !== stateOf(runner)).map((runner) => ({
			schema: "runner-state/1",
			at,
			runner: runner.name.slice(0, 80),
			state: stateOf(runner)
		}));
	});
}
function latestStates(lines) {
	return new Map(lines.map((line) => [line.runner, line]));
}

// actions/reap/src/main.ts
/**
* Ends what is past its time: jobs, what people without a role have left, weights that nobody merged,
* branches and machines.
* @returns what was ended, a line each
* @throws Failure GITHUB_FAILED
*/
async function reap({ control, organisation, finish }) {
	return [
		...await reconcileJobs(control, finish),
		...await revokeStrangers(control),
		...await reapCandidates(control),
		...await reapBranches(control, organisation),
		...await reapRunners(control, organisation)
	];
}

// actions/reap/src/index.ts
await runAction(async (signal) => {
	const { apiUrl, label, repository, ref, serverUrl, workspace } = await readJob();
	refuseOtherRefs(ref);
	const order = {
		token: requireInput("token"),
		apiUrl,
		signal,
		job: label
	};
	const catalogue = createOctokitGitHub({
		...order,
		repository
	});
	const root = readInput("root") ?? workspace;
	const done = await reap({
		control: {
			catalogue,
			clock: realClock(signal),
			log: info,
			runner: createOctokitGitHub({
				...order,
				repository: requireInput("runner-repository")
			}),
			bot: await findBot(catalogue, requireInput("app-slug"))
		},
		organisation: createOctokitOrganisation({
			...order,
			repository
		}),
		finish: (control, job, end) => {
			if (job.verb === "benchmark") return finishBenchmark(control, job, end);
			return finishTraining(control, job, end, {
				root,
				serverUrl
			});
		}
	});
	for (const line of done) info(line);
	const lines = done.map((line) => `- ${escapeMarkdown(line)}`);
	await writeSummary(lines.join("\n") || "Nothing is past its time.");
});

export {  };