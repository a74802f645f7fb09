import { At as createOctokitGitHub, Ft as readJob, Ht as runAction, It as findBot, Kt as requireInput, Mt as Answer, Nt as writeSummary, Pt as refuseOtherRefs, Tt as keepComment, Ut as readCount, kt as realClock, l as proposeFiles, m as codeSpan, n as codeownersPath, on as Failure, r as planAccess, rt as readAccess, s as revokePeople, t as wantedAccess, tt as accessPath, u as createOctokitOrganisation, un as info, xt as escapeMarkdown } from "./shared.js";

// actions/organisation/say-step.ts
/** Names of people, teams and rules come from settings: whoever shows them as Markdown escapes them. */
function sayStep(step) {
	switch (step.kind) {
		case "set-settings": {
			const { workflowPermissions, mayApprovePullRequests, forkApproval } = step.settings;
			return {
				sign: "~",
				place: "organisation",
				change: `jobs: token ${workflowPermissions}, ${mayApprovePullRequests ? "may" : "may not"} approve; approval of ${forkApproval}`
			};
		}
		case "set-runner-group": {
			const { name, repositories } = step.group;
			return {
				sign: "~",
				place: "organisation",
				change: `machines of group ${name} only for ${repositories.join(", ")}`
			};
		}
		case "create-team": return {
			sign: "+",
			place: `team ${step.team}`,
			change: "make it"
		};
		case "set-environment": {
			const { name, branches } = step.environment;
			const change = `environment ${name} only for ${branches?.join(", ") ?? "every branch"}`;
			return {
				sign: "~",
				place: step.repository,
				change
			};
		}
		case "set-ruleset": return {
			sign: "~",
			place: step.repository,
			change: `rules "${step.ruleset.name}"`
		};
		case "set-permission": {
			const { team, permission, before, repository } = step;
			return {
				sign: permission === "none" ? "-" : before === "none" ? "+" : "~",
				place: `team ${team}`,
				change: `${before} → ${permission} in ${repository}`
			};
		}
		case "add-member":
		case "remove-member": {
			const isAdded = step.kind === "add-member";
			const change = `${isAdded ? "add" : "remove"} ${step.login} (${step.id})`;
			return {
				sign: isAdded ? "+" : "-",
				place: `team ${step.team}`,
				change
			};
		}
		case "propose-codeowners": return {
			sign: "~",
			place: codeownersPath,
			change: "propose it by a pull request"
		};
	}
}

// actions/organisation/apply-plan.ts
/**
* Does every step of a plan, in order; what was done before a failure stays done, and the next plan begins there.
* @throws Failure ACCESS_REFUSED when a guard refuses it, GITHUB_FAILED
*/
async function applyPlan(plan, world) {
	const { steps, refusals } = plan;
	if (refusals.length > 0) throw new Failure("ACCESS_REFUSED", `This plan: expected no refusals, found ${refusals.join("; ")}`, { hint: "Correct .github/access.yml, or change the members on GitHub, then try again." });
	for (const step of steps) {
		const { sign, place, change } = sayStep(step);
		await applyStep(step, world);
		world.log(`${sign} ${place}: ${change}`);
	}
}
async function applyStep(step, { organisation, propose }) {
	switch (step.kind) {
		case "set-settings": return organisation.setSettings(step.settings);
		case "set-runner-group": return organisation.setRunnerGroup(step.group);
		case "create-team": return organisation.createTeam(step.team);
		case "set-environment": return organisation.setEnvironment(step.repository, step.environment);
		case "set-ruleset": return organisation.setRuleset(step.repository, step.ruleset);
		case "set-permission": return organisation.setTeamPermission(step.repository, step.team, step.permission);
		case "add-member": return organisation.addTeamMember(step.team, step.login);
		case "remove-member": return organisation.removeTeamMember(step.team, step.login);
		case "propose-codeowners": return propose(step.text);
	}
}

// actions/organisation/read-actual-access.ts
/**
* How the organisation is, as far as what is wanted concerns it.
* @param commit of the catalogue's `main`
* @throws Failure GITHUB_FAILED
*/
async function readActualAccess(organisation, catalogue, { wanted, commit }) {
	const repositories = {};
	for (const name of Object.keys(wanted.repositories)) repositories[name] = await readRepository(organisation, name);
	const teams = await readTeams(organisation, wanted, repositories);
	const accounts = await readAccounts(organisation, wanted);
	const groups = await organisation.listRunnerGroups();
	return {
		repositories,
		teams,
		accounts,
		invited: await readInvited(organisation, wanted, {
			teams,
			accounts
		}),
		organisationMembers: (await organisation.listMembers()).map(({ id }) => id),
		settings: await organisation.getSettings(),
		runnerGroup: groups.find(({ name }) => name === wanted.runnerGroup.name) ?? null,
		codeowners: await catalogue.readText(codeownersPath, commit)
	};
}
async function readRepository(organisation, repository) {
	return {
		permissions: await organisation.listTeamPermissions(repository),
		environments: await organisation.listEnvironments(repository),
		rulesets: await organisation.listRulesets(repository)
	};
}
async function readTeams(organisation, wanted, repositories) {
	const known = await organisation.listTeams();
	const inRepositories = Object.values(repositories).flatMap((one) => Object.keys(one.permissions));
	const named = /* @__PURE__ */ new Set([...wanted.teams, ...inRepositories]);
	const teams = {};
	for (const team of known.filter((slug) => named.has(slug))) teams[team] = await organisation.listTeamMembers(team);
	return teams;
}
async function readAccounts(organisation, wanted) {
	const accounts = {};
	for (const { id } of Object.values(wanted.members).flat()) accounts[id] ??= await organisation.getAccount(id);
	return accounts;
}
async function readInvited(organisation, { members }, { teams, accounts }) {
	const invited = [];
	for (const [team, people] of Object.entries(members)) {
		const present = teams[team];
		if (present === void 0) continue;
		for (const { id } of people.filter((one) => !present.some((member) => member.id === one.id))) {
			const login = accounts[id]?.login;
			if (login === void 0) continue;
			if (await organisation.getMembership(team, login) === "pending") invited.push(`${team}/${id}`);
		}
	}
	return invited;
}

// actions/organisation/make-plan.ts
/**
* Reads the rules of `main` and the organisation, and says what has to be done.
* @throws Failure GITHUB_FAILED, FILE_INVALID, FILE_MISSING; ACCESS_REFUSED when `main` is not the default branch
*/
async function makePlan({ organisation, catalogue, place, hand }) {
	const { defaultBranch } = await catalogue.getRepository();
	const commit = await catalogue.getBranch("main");
	if (defaultBranch !== "main" || commit === null) throw new Failure("ACCESS_REFUSED", `${catalogue.repository}: expected the default branch main, found ${defaultBranch}`, { hint: "Rules are taken from main alone: make it the default branch." });
	const wanted = wantedAccess(await readAccess(catalogue, commit), place);
	const actual = await readActualAccess(organisation, catalogue, {
		wanted,
		commit
	});
	return planAccess(wanted, actual, hand);
}

// actions/organisation/propose-codeowners.ts
/** Keeps a pull request of the App with the file: who is bound by the rules of branches can make none. */
async function proposeCodeowners(catalogue, text) {
	await proposeFiles(catalogue, {
		branch: "orangery/access/codeowners",
		title: "Name the owners of what is the admins’",
		body: "GitHub then asks one of them for a review. Written by `sync-access` from `.github/access.yml`.",
		files: { [codeownersPath]: text }
	});
}

// actions/organisation/say-plan.ts
/** A plan as an aligned table, for a log or a terminal. */
function planText({ steps, refusals }) {
	if (steps.length === 0 && refusals.length === 0) return "Everything is as it should be.";
	const said = steps.map(sayStep);
	const width = Math.max(0, ...said.map(({ place }) => place.length));
	return [...said.map(({ sign, place, change }) => `${sign} ${place.padEnd(width)}  ${change}`), ...refusals.map((refusal) => `✗ ${refusal}`)].join("\n");
}
/** A plan for a summary or an issue. */
function planMarkdown({ steps, refusals }) {
	if (steps.length === 0 && refusals.length === 0) return "Everything is as it should be.";
	const rows = steps.map(sayStep).map(({ sign, place, change }) => {
		return `| ${codeSpan(sign)} | ${escapeMarkdown(place)} | ${escapeMarkdown(change)} |`;
	});
	return [...rows.length === 0 ? [] : [
		"| | where | what |",
		"| --- | --- | --- |",
		...rows,
		""
	], ...refusals.map((refusal) => `- ❌ ${escapeMarkdown(refusal)}`)].join("\n");
}

// actions/sync-access/src/report-drift.ts
const label = "drift";
/**
* Keeps one open issue while the organisation is not as `access.yml` says, and closes it when it is.
* @returns what was done, in words
* @throws Failure GITHUB_FAILED
*/
async function reportDrift({ catalogue, bot }, plan) {
	const ours = (await catalogue.listIssues(label)).filter(({ author }) => author.id === bot.id);
	if (!(plan.steps.length > 0 || plan.refusals.length > 0)) {
		for (const { number } of ours) await catalogue.closeIssue(number, "completed");
		return ours.map(({ number }) => `#${number} is closed.`).join("\n");
	}
	const [issue] = ours;
	const { number } = issue ?? await catalogue.createIssue(newIssue);
	const body = `${planMarkdown(plan)}\n\nApply it with \`orangery access apply\`, or change \`.github/access.yml\`.`;
	await keepComment(catalogue, {
		issue: number,
		kind: "drift",
		botId: bot.id,
		body
	});
	return `#${number} says so.`;
}
const newIssue = {
	title: "Access is not as access.yml says",
	body: "The comment below says what differs. It is kept up to date, and this issue is closed once nothing does.",
	labels: [label]
};

// actions/sync-access/src/main.ts
/**
* Compares the organisation with `.github/access.yml` of `main`; changes it only when told to apply.
* @returns what was found or done, in Markdown
* @throws Failure GITHUB_FAILED; ACCESS_REFUSED when a guard refuses the plan
*/
async function syncAccess(mode, world) {
	const { control, organisation, place, event } = world;
	const { catalogue, log } = control;
	if (mode === "apply" && !await touchesAccess(world)) return `This push does not touch \`${accessPath}\`.`;
	const hand = {
		bot: control.bot,
		person: personOf(event)
	};
	const plan = await makePlan({
		organisation,
		catalogue,
		place,
		hand
	});
	log(planText(plan));
	const shown = planMarkdown(plan);
	if (mode === "drift") return `${shown}\n\n${await reportDrift(control, plan)}`;
	if (mode === "plan") return shown;
	const propose = (text) => proposeCodeowners(catalogue, text);
	await applyPlan(plan, {
		organisation,
		propose,
		log
	});
	const revoked = await revokePeople(control, removedBy(plan));
	for (const line of revoked) log(line);
	return [shown, ...revoked.map((line) => `- ${line}`)].join("\n");
}
/** A push that leaves the rules alone changes nothing: what differs otherwise is told once a week. */
async function touchesAccess({ control, event }) {
	if (event.name !== "push") return true;
	const { catalogue } = control;
	const payload = new Answer(event.payload, "event push");
	const before = payload.field("before").text();
	if (/^0+$/.test(before)) return true;
	const read = (commit) => catalogue.readText(accessPath, commit);
	return await read(before) !== await read(payload.field("after").text());
}
function personOf({ payload, name }) {
	if (name === "schedule") return null;
	return new Answer(payload, `event ${name}`).field("sender").orNull((sender) => ({
		id: sender.field("id").number(),
		login: sender.field("login").text()
	}));
}
function removedBy({ steps }) {
	return steps.flatMap((step) => step.kind === "remove-member" ? [step] : []);
}

// actions/sync-access/src/index.ts
await runAction(async (signal) => {
	const { apiUrl, label, repository, event, ref, runId } = await readJob();
	const mode = readMode(requireInput("mode"));
	refuseOtherRefs(ref);
	const token = requireInput("token");
	const runner = requireInput("runner-repository");
	const order = {
		token,
		apiUrl,
		signal,
		job: label
	};
	const catalogue = createOctokitGitHub({
		...order,
		repository
	});
	const said = await syncAccess(mode, {
		control: {
			catalogue,
			clock: realClock(signal),
			log: info,
			runner: createOctokitGitHub({
				...order,
				repository: runner
			}),
			bot: await findBot(catalogue, requireInput("app-slug"))
		},
		organisation: createOctokitOrganisation({
			...order,
			repository
		}),
		place: {
			catalogue: repository,
			runner,
			appId: requireAppId()
		},
		event: {
			...event,
			run: runId
		}
	});
	await writeSummary(said);
});
function readMode(text) {
	const found = [
		"plan",
		"apply",
		"drift"
	].find((mode) => mode === text);
	if (found !== void 0) return found;
	throw new Failure("USAGE", `Input mode: expected plan, apply or drift, found ${text}`);
}
function requireAppId() {
	requireInput("app-id");
	return readCount("app-id") ?? 0;
}

export {  };