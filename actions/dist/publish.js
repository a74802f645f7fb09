import { At as createOctokitGitHub, Ft as readJob, Gt as readInput, Ht as runAction, Kt as requireInput, Nt as writeSummary, Pt as refuseOtherRefs, b as packFolder, cn as toFailure, dn as setOutput, on as Failure, sn as formatProblem, st as readModules, un as info, v as releaseTag, y as weightsName } from "./shared.js";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

// schemas/src/is-servable.ts
/**
* Whether a server of ours answers for a module: by weights of its own, or by those of its steps. A container
* is a server itself, and what is not trained answers nothing.
*/
function isServable({ runtime, artifact }) {
	return runtime === "pipeline" || runtime !== "container" && artifact !== void 0;
}

// actions/publish/src/main.ts
/**
* Makes a release `<id>@<version>` of every module's version that has none: of a result by publishing the
* draft that holds its weights, of others with the weights in the folder. Again it finds nothing to do. A
* module that cannot be released keeps no other from it: what was released would be attested by no later run.
* @throws Failure FILE_MISSING, GITHUB_FAILED, CANCELLED
*/
async function publish(github, order) {
	const { modules, problems } = await readModules(order.root);
	const releases = await github.listReleases();
	const published = [];
	const servable = [];
	const failures = problems.length === 0 ? [] : [invalid(problems)];
	for (const module of modules) {
		const tag = releaseTag(module);
		const found = releases.filter((release) => release.tag === tag);
		if (found.some(({ isDraft }) => !isDraft)) continue;
		try {
			published.push({
				tag,
				weights: await publishModule(github, module, found, order)
			});
			if (isServable(module.frontMatter)) servable.push(module.id);
			order.info(`Released ${tag}`);
		} catch (error) {
			const failure = toFailure(error);
			if (failure.code === "CANCELLED") throw failure;
			failures.push(failure);
		}
	}
	return {
		published,
		servable,
		failures
	};
}
function invalid(problems) {
	const message = problems.map(formatProblem).join("\n");
	return new Failure("MODULE_INVALID", message, { problems });
}
async function publishModule(github, module, drafts, order) {
	const { artifact, changelog = [], version } = module.frontMatter;
	const name = artifact === void 0 ? null : weightsName(artifact.sha256);
	const candidate = drafts.find(({ assets }) => assets.some((asset) => asset.name === name));
	const body = changelog.find((change) => change.version === version)?.changes ?? "";
	if (candidate !== void 0 && name !== null) {
		const weights = {
			name,
			sha256: digestOf(candidate, name)
		};
		await github.updateRelease(candidate.id, {
			isDraft: false,
			commit: order.commit,
			body
		});
		return weights;
	}
	if (name !== null && module.artifact === null) throw new Failure("VERIFY_FAILED", `modules/${module.id}: expected a candidate with ${name}, found none`, { hint: "It was deleted, or the module names other weights: retrain it." });
	return releaseFolder(github, module, {
		...order,
		body,
		name
	});
}
/** Of what GitHub holds, not of what was meant to be uploaded. */
function digestOf({ tag, assets }, name) {
	const digest = assets.find((asset) => asset.name === name)?.digest ?? null;
	const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(digest ?? "") ?? [];
	if (sha256 !== void 0) return sha256;
	throw new Failure("GITHUB_FAILED", `Draft ${tag}, ${name}: expected its SHA-256, found ${digest ?? "none"}`, { hint: "The upload did not end, or is older than these digests: retrain the module." });
}
async function releaseFolder(github, module, { root, commit, body, name }) {
	const tag = releaseTag(module);
	const release = await github.createRelease({
		tag,
		title: tag,
		body,
		isDraft: true,
		commit
	});
	let weights = null;
	if (name !== null) {
		const content = await packFolder(join(root, "modules", module.id, "artifact"));
		await github.uploadAsset(release.id, name, content);
		weights = {
			name,
			sha256: createHash("sha256").update(content).digest("hex")
		};
	}
	await github.updateRelease(release.id, { isDraft: false });
	return weights;
}

// actions/publish/src/write-checksums.ts
/**
* Writes what an attestation is about: a line `<sha256>  <tag>/<file>` for each released file.
* @returns how many; without any there is no file
*/
async function writeChecksums(file, published) {
	const lines = published.flatMap(({ tag, weights }) => weights === null ? [] : [`${weights.sha256}  ${tag}/${weights.name}\n`]);
	if (lines.length === 0) return 0;
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, lines.join(""));
	return lines.length;
}

// actions/publish/src/index.ts
await runAction(async (signal) => {
	const { apiUrl, label, repository, ref, sha, workspace } = await readJob();
	refuseOtherRefs(ref);
	const token = requireInput("token");
	const checksums = readInput("checksums");
	const github = createOctokitGitHub({
		token,
		repository,
		apiUrl,
		signal,
		job: label
	});
	const root = readInput("root") ?? workspace;
	const { published, servable, failures } = await publish(github, {
		root,
		commit: sha,
		info
	});
	setOutput("published", published.map(({ tag }) => tag).join("\n"));
	setOutput("servable", servable.join(" "));
	setOutput("records", await github.getBranch("records") ?? "");
	const { isPrivate } = await github.getRepository();
	const count = checksums !== void 0 && !isPrivate ? await writeChecksums(checksums, published) : 0;
	setOutput("attested", count === 0 ? "" : String(count));
	await writeSummary(summaryOf(published, count));
	if (failures.length > 0) throw firstOf(failures);
});
function summaryOf(published, count) {
	if (published.length === 0) return "Every version has its release.";
	const lines = published.map(({ tag }) => `- released \`${tag}\``);
	const attested = count === 0 ? "No file is attested." : `To be attested: ${count} files.`;
	return [
		...lines,
		"",
		attested
	].join("\n");
}
/** What was released stays so; the step fails all the same. */
function firstOf(failures) {
	const [first] = failures;
	if (failures.length === 1) return first;
	const messages = failures.map(({ message }) => message).join("\n");
	return new Failure(first.code, `${failures.length} modules were not released:\n${messages}`);
}

export {  };