import { D as isVerb, Et as readCount, F as readChanges, G as knownRoles, Ht as info, J as readAccess, K as learnPerson, L as deploymentPath, Ot as requireInput, R as readDeployment, Rt as Failure, Tt as runAction, W as mainBranch$1, Y as patchYamlText, _t as Answer, at as roleNames, bt as readJob, c as codeSpan, dt as keepComment, gt as createOctokitGitHub, ht as realClock, i as createOctokitOrganisation, lt as escapeMarkdown, mt as learn, q as accessPath, vt as writeSummary, x as reconcileJobs, xt as findBot, yt as refuseOtherRefs } from "./shared.js";
import { isDeepStrictEqual } from "node:util";

// actions/organisation/codeowners.ts
const codeownersPath = ".github/CODEOWNERS";
/** What decides who may do what, and what runs; R10. */
const adminsPaths = [
	"/.github/",
	"/schemas/",
	"/actions/",
	"/runner/",
	"/cli/",
	"/marketplace/",
	"/package.json",
	"/package-lock.json",
	"/orangery.config.yml",
	"/astro.config.mjs",
	"/tsconfig.json"
];
/** The file that asks the admins for a review of what is theirs; null where no team is. */
function codeowners(organisation, teams) {
	if (teams.length === 0) return null;
	const owners = teams.map((team) => `@${organisation}/${team}`).join(" ");
	const width = Math.max(...adminsPaths.map((path) => path.length));
	return `# Written by sync-access from access.yml. Folders of modules are their maintainers'.\n${adminsPaths.map((path) => `${path.padEnd(width)} ${owners}`).join("\n")}\n`;
}

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

// actions/organisation/empty-repository.ts
/** One in which nothing is set. */
const emptyRepository = {
	permissions: {},
	environments: [],
	rulesets: []
};

// actions/organisation/entities.ts
/** What a team may do in a repository, from the least to the most. */
const permissions = [
	"none",
	"read",
	"triage",
	"write",
	"maintain",
	"admin"
];

// actions/organisation/is-same-ruleset.ts
/** Whether a kept ruleset is the wanted one. GitHub adds parameters of its own, which may be as they like. */
function isSameRuleset(wanted, kept) {
	return wanted.name === kept.name && wanted.isActive === kept.isActive && isDeepStrictEqual([...wanted.include].sort(), [...kept.include].sort()) && isDeepStrictEqual([...wanted.exclude].sort(), [...kept.exclude].sort()) && isDeepStrictEqual(sorted(wanted.bypass), sorted(kept.bypass)) && wanted.rules.length === kept.rules.length && wanted.rules.every((rule) => kept.rules.some((other) => holds$1(rule, other)));
}
function sorted(values) {
	return values.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
function holds$1(wanted, kept) {
	return wanted.type === kept.type && covers(kept.parameters, wanted.parameters);
}
/** Whether all that is wanted is there. */
function covers(kept, wanted) {
	if (wanted === void 0) return true;
	if (Array.isArray(wanted)) return Array.isArray(kept) && kept.length === wanted.length && wanted.every((value, at) => covers(kept[at], value));
	if (typeof wanted !== "object" || wanted === null) return Object.is(kept, wanted);
	if (typeof kept !== "object" || kept === null) return false;
	return Object.entries(wanted).every(([key, value]) => covers(Reflect.get(kept, key), value));
}

// actions/organisation/rulesets.ts
/** GitHub's own App, by which checks of Actions come. */
const gitHubActions = 15368;
const admins = {
	type: "RepositoryRole",
	id: 5,
	mode: "pull_request"
};
const deployKeys = {
	type: "DeployKey",
	id: null,
	mode: "always"
};
const anyChange = [
	{ type: "creation" },
	{ type: "update" },
	{ type: "deletion" }
];
const [main, records] = ["refs/heads/main", "refs/heads/records"];
/** Name of the ruleset that keeps everybody's hands off branches. */
const onlyTheApp = "only the App";
/**
* Who may change which branches. People's work comes from forks. Admins merge what `/merge` may not, such as
* these rules, by a pull request; nobody pushes to `main`.
*/
function rulesetsOf(appId, kind) {
	const app = {
		type: "Integration",
		id: appId,
		mode: "always"
	};
	const all = {
		name: onlyTheApp,
		include: ["~ALL"],
		rules: anyChange,
		bypass: [app],
		exclude: kind === "catalogue" ? [main, records] : [main]
	};
	const ofMain = {
		name: "main is merged",
		include: [main],
		rules: anyChange
	};
	const [reviewed, ofRecords] = [{
		name: "main is checked",
		include: [main],
		rules: [pullRequest, validated],
		bypass: []
	}, {
		name: "records",
		include: [records],
		rules: anyChange,
		bypass: [app, deployKeys]
	}];
	const own = [all, {
		...ofMain,
		bypass: [app, admins]
	}];
	return (kind === "catalogue" ? [
		...own,
		reviewed,
		ofRecords
	] : own).map((ruleset) => ({
		isActive: true,
		exclude: [],
		...ruleset
	}));
}
const pullRequest = {
	type: "pull_request",
	parameters: {
		dismiss_stale_reviews_on_push: true,
		require_code_owner_review: true,
		require_last_push_approval: false,
		required_approving_review_count: 0,
		required_review_thread_resolution: false
	}
};
const validated = {
	type: "required_status_checks",
	parameters: {
		required_status_checks: [{
			context: "validate",
			integration_id: gitHubActions
		}],
		strict_required_status_checks_policy: false
	}
};

// actions/organisation/refusals.ts
const fewestAdmins = 2;
const mostRemoved = .25;
/** Why steps may not be done: each guard says what it found. */
function refusalsOf(steps, facts) {
	return [
		...unknownPeople(facts),
		...tooFewAdmins(facts),
		...tooManyRemoved(losers(steps, facts, isTaken), facts),
		...ownRemoval(losers(steps, facts, isLess), facts),
		...appShutOut(facts)
	];
}
/** People who are taken out of a team, or whose team may do less in a repository. */
function losers(steps, { actual }, isLoss) {
	const people = steps.flatMap((step) => {
		if (step.kind === "remove-member") return [step];
		return step.kind === "set-permission" && isLoss(step) ? actual.teams[step.team] ?? [] : [];
	});
	return new Map(people.map(({ id, login }) => [id, login]));
}
function isTaken({ permission }) {
	return permission === "none";
}
function isLess({ permission, before }) {
	return permissions.indexOf(permission) < permissions.indexOf(before);
}
function unknownPeople({ wanted, actual }) {
	return Object.entries(wanted.members).flatMap(([team, people]) => {
		return people.filter(({ id }) => actual.accounts[id] === null || actual.accounts[id] === void 0).map(({ id, login }) => `${login} of ${team}: no account has the id ${id}`);
	});
}
/** Who was only asked is no admin yet. */
function tooFewAdmins({ wanted, actual }) {
	const ids = wanted.adminTeams.flatMap((team) => {
		const present = (actual.teams[team] ?? []).map(({ id }) => id);
		const listed = wanted.members[team]?.map(({ id }) => id);
		return listed === void 0 ? present : listed.filter((id) => present.includes(id) || actual.organisationMembers.includes(id));
	});
	const count = new Set(ids).size;
	if (count >= fewestAdmins) return [];
	const teams = wanted.adminTeams.join(", ") || "no team";
	return [`Expected at least ${fewestAdmins} admins afterwards, found ${count} (${teams})`];
}
/** A team without a role that has nothing in our repositories is not ours to count. */
function tooManyRemoved(lost, facts) {
	const { wanted, actual } = facts;
	const counted = /* @__PURE__ */ new Set([...wanted.teams, ...Object.keys(wanted.repositories).flatMap((name) => {
		return Object.keys((actual.repositories[name] ?? emptyRepository).permissions);
	})]);
	const people = new Set([...counted].flatMap((team) => (actual.teams[team] ?? []).map(({ id }) => id)));
	if (lost.size <= people.size * mostRemoved) return [];
	const names = [...lost.values()].sort().join(", ");
	return [`Expected at most ${Math.floor(people.size * mostRemoved)} of ${people.size} people to lose something, found ${lost.size}: ${names}`];
}
function ownRemoval(lost, { hand }) {
	return [hand.bot, hand.person].filter((one) => one !== null && lost.has(one.id)).map((one) => `${one.login} would take something away from themselves`);
}
/** Without it nobody could mend the rules but by hand. */
function appShutOut({ wanted }) {
	const { appId } = wanted.place;
	return Object.entries(wanted.repositories).flatMap(([name, { rulesets }]) => {
		const own = rulesets.filter((ruleset) => ruleset.name === onlyTheApp);
		return own.every(({ bypass }) => {
			return bypass.some(({ type, id }) => type === "Integration" && id === appId);
		}) && own.length > 0 ? [] : [`The App ${appId} could not change branches of ${name}`];
	});
}

// actions/organisation/plan-access.ts
/**
* What has to be done so that the organisation is as wanted, and why it may not be. Applied, it leaves nothing
* to plan. People are told apart by their numeric ids; of teams that `members` does not name, GitHub's own
* members stay.
*/
function planAccess(wanted, actual, hand) {
	const steps = [
		...settingSteps(wanted, actual),
		...wanted.teams.filter((team) => actual.teams[team] === void 0).map((team) => ({
			kind: "create-team",
			team
		})),
		...Object.keys(wanted.repositories).flatMap((name) => protectionSteps(name, wanted, actual)),
		...memberSteps("add-member", wanted, actual),
		...Object.keys(wanted.repositories).flatMap((name) => permissionSteps(name, wanted, actual)),
		...memberSteps("remove-member", wanted, actual),
		...codeownerSteps(wanted, actual)
	];
	return {
		steps,
		refusals: refusalsOf(steps, {
			wanted,
			actual,
			hand
		})
	};
}
function settingSteps({ settings, runnerGroup }, actual) {
	const { runnerGroup: kept } = actual;
	const isGroupRight = kept?.isSelected === true && !kept.allowsPublicRepositories && isDeepStrictEqual(kept.repositories, runnerGroup.repositories);
	return [...isDeepStrictEqual(settings, actual.settings) ? [] : [{
		kind: "set-settings",
		settings
	}], ...isGroupRight ? [] : [{
		kind: "set-runner-group",
		group: runnerGroup
	}]];
}
function protectionSteps(repository, wanted, actual) {
	const { environments, rulesets } = wanted.repositories[repository];
	const found = actual.repositories[repository] ?? emptyRepository;
	return [...environments.filter((each) => !found.environments.some((kept) => isDeepStrictEqual(kept, each))).map((environment) => ({
		kind: "set-environment",
		repository,
		environment
	})), ...rulesets.filter((each) => !found.rulesets.some((kept) => isSameRuleset(each, kept))).map((ruleset) => ({
		kind: "set-ruleset",
		repository,
		ruleset
	}))];
}
/** A team that nobody wants there has nothing to do there. */
function permissionSteps(repository, wanted, actual) {
	const should = wanted.repositories[repository].permissions;
	const is = (actual.repositories[repository] ?? emptyRepository).permissions;
	return [.../* @__PURE__ */ new Set([...Object.keys(should), ...Object.keys(is)])].sort().map((team) => ({
		kind: "set-permission",
		repository,
		team,
		permission: should[team] ?? "none",
		before: is[team] ?? "none"
	})).filter(({ permission, before }) => permission !== before).sort((a, b) => gainOf(b) - gainOf(a));
}
function gainOf(step) {
	return permissions.indexOf(step.permission) - permissions.indexOf(step.before);
}
function memberSteps(kind, { members }, actual) {
	return Object.entries(members).flatMap(([team, people]) => {
		const present = actual.teams[team] ?? [];
		if (kind === "remove-member") return present.filter(({ id }) => !people.some((person) => person.id === id)).map(({ id, login }) => ({
			kind,
			team,
			login,
			id
		}));
		return people.flatMap(({ id }) => {
			const account = actual.accounts[id] ?? null;
			const isThere = present.some((member) => member.id === id);
			if (account === null || isThere || actual.invited.includes(`${team}/${id}`)) return [];
			return [{
				kind,
				team,
				login: account.login,
				id
			}];
		});
	});
}
function codeownerSteps(wanted, actual) {
	const { codeowners: text } = wanted;
	if (text === null || text === actual.codeowners) return [];
	return [{
		kind: "propose-codeowners",
		text
	}];
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

// actions/organisation/wanted-access.ts
const runnerGroupName = "orangery";
/** What `.github/access.yml` asks for, and the security rules beside it (R1, R10). */
function wantedAccess(access, place) {
	const teams = [...new Set(roleNames.flatMap((name) => access.roles[name]?.teams ?? []))];
	const adminTeams = access.roles.admin?.teams ?? [];
	const members = Object.entries(access.members ?? {}).map(([team, people]) => {
		return [team, people.map(({ login, id }) => ({
			login,
			id
		}))];
	});
	return {
		place,
		adminTeams,
		teams: [.../* @__PURE__ */ new Set([...teams, ...members.map(([team]) => team)])],
		members: Object.fromEntries(members),
		repositories: {
			[place.catalogue]: {
				permissions: permissionsOf(access, teams),
				environments: [onlyMain("control"), onlyMain("github-pages")],
				rulesets: rulesetsOf(place.appId, "catalogue")
			},
			[place.runner]: {
				permissions: Object.fromEntries(adminTeams.map((team) => [team, "admin"])),
				environments: [onlyMain("gpu")],
				rulesets: rulesetsOf(place.appId, "runner")
			}
		},
		settings: {
			workflowPermissions: "read",
			mayApprovePullRequests: false,
			forkApproval: "all_external_contributors"
		},
		runnerGroup: {
			name: runnerGroupName,
			repositories: [place.runner]
		},
		codeowners: codeowners(place.catalogue.split("/")[0], adminTeams)
	};
}
/** A team of two roles has the stronger permission. */
function permissionsOf(access, teams) {
	const entries = teams.map((team) => {
		const ranks = roleNames.filter((name) => access.roles[name]?.teams.includes(team)).map((name) => permissions.indexOf(access.roles[name]?.permission ?? "none"));
		return [team, permissions[Math.max(...ranks)] ?? "none"];
	});
	return Object.fromEntries(entries.filter(([, permission]) => permission !== "none"));
}
function onlyMain(name) {
	return {
		name,
		branches: ["main"]
	};
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

// actions/organisation/propose-files.ts
const mainBranch = "main";
/**
* Keeps a pull request of ours with these files; one that holds them already stays, an older one is replaced.
* @throws Failure GITHUB_FAILED
*/
async function proposeFiles(github, { branch, title, body, files }) {
	const open = (await github.listPullRequests()).find(({ head }) => {
		return head.branch === branch && head.repository === github.repository;
	});
	if (open !== void 0 && await holds(github, open.head.sha, files)) return open;
	if (open !== void 0) await github.updatePullRequest(open.number, { state: "closed" });
	await github.deleteBranch(branch);
	const parent = await github.getBranch(mainBranch);
	const commit = await github.createCommit({
		parent,
		message: title,
		files
	});
	await github.createBranch(branch, commit);
	return github.openPullRequest({
		branch,
		title,
		body,
		isDraft: false
	});
}
async function holds(github, commit, files) {
	for (const [path, text] of Object.entries(files)) if (await github.readText(path, commit) !== text) return false;
	return true;
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

// actions/organisation/revoke-people.ts
/**
* What people lose with their last role: jobs and requests end, and pull requests take the keys away that they
* made. Of who has a role still, or of whom GitHub does not say, nothing is taken.
* @returns what was done, in words
* @throws Failure GITHUB_FAILED
*/
async function revokePeople(control, people) {
	const commit = await control.catalogue.getBranch("main") ?? "main";
	const access = await learn(() => readAccess(control.catalogue, commit));
	const gone = [];
	for (const person of people) {
		const now = await learnPerson(control.catalogue, person.id, access);
		if (now.teams.kind === "known" && access.kind === "known" && knownRoles(now, access).length <= 1) gone.push(person);
	}
	if (gone.length === 0) return [];
	const ids = new Set(gone.map(({ id }) => id));
	return [
		...await endJobs(control, ids),
		...await closeRequests(control, ids),
		...await proposeRevocations(control, {
			commit,
			logins: gone.map(({ login }) => login)
		})
	];
}
async function endJobs(control, ids) {
	const noResult = async () => "left as it is";
	return reconcileJobs(control, noResult, ({ askerId }) => askerId !== void 0 && ids.has(askerId));
}
/** Forms, and pull requests that hold a request alone. What they contributed is judged as anybody's. */
async function closeRequests({ catalogue }, ids) {
	const closed = [];
	for (const issue of await listForms(catalogue)) {
		if (!ids.has(issue.author.id)) continue;
		await catalogue.closeIssue(issue.number, "not_planned");
		closed.push(`#${issue.number}: closed, ${issue.author.login} has no role any more`);
	}
	const base = await catalogue.getBranch("main") ?? "main";
	for (const { number, author } of await catalogue.listPullRequests()) {
		if (!ids.has(author.id)) continue;
		const pull = await catalogue.getPullRequest(number);
		if (pull === null || (await readChanges(catalogue, pull, base)).kind !== "request") continue;
		await catalogue.updatePullRequest(number, { state: "closed" });
		closed.push(`#${number}: closed, ${author.login} has no role any more`);
	}
	return closed;
}
const formVerbs = [
	"retrain",
	"benchmark",
	"deploy"
].filter(isVerb);
async function listForms(catalogue) {
	const lists = await Promise.all(formVerbs.map((verb) => catalogue.listIssues(verb)));
	return [...new Map(lists.flat().map((issue) => [issue.number, issue])).values()];
}
/** One pull request a deployment, so that its check and its merge are those of any other change of it. */
async function proposeRevocations({ catalogue }, { commit, logins }) {
	const done = [];
	for (const name of await deploymentNames(catalogue, commit)) {
		const file = await readDeployment(catalogue, name, commit);
		const keys = file?.deployment.keys ?? [];
		const left = keys.filter(({ issuer }) => !logins.includes(issuer));
		if (file === null || left.length === keys.length) continue;
		const path = deploymentPath(name);
		const text = patchYamlText(file.text, [{
			path: ["keys"],
			value: [...left]
		}], path);
		const pull = await proposeFiles(catalogue, {
			branch: `orangery/access/keys/${name}`,
			title: `Revoke keys of ${name}`,
			body: `Whoever made them has no role any more: ${keys.length - left.length} of ${keys.length} keys.`,
			files: { [path]: text }
		});
		done.push(`${path}: #${pull.number} revokes ${keys.length - left.length} keys`);
	}
	return done;
}
async function deploymentNames(catalogue, commit) {
	return (await catalogue.listTree(commit, "deployments", { isShallow: true })).flatMap(({ path }) => /^deployments\/([a-z0-9-]+)\.yml$/.exec(path)?.[1] ?? []);
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