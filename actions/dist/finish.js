import { At as createOctokitGitHub, D as reconcileJobs, Ft as readJob, Gt as readInput, Ht as runAction, It as findBot, Kt as requireInput, Mt as Answer, Nt as writeSummary, Pt as refuseOtherRefs, S as finishBenchmark, _ as finishTraining, kt as realClock, on as Failure, un as info } from "./shared.js";

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