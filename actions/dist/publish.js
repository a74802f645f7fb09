import { Dt as readInput, Ht as info, Ot as requireInput, Rt as Failure, Tt as runAction, Ut as setOutput, Z as readModules, bt as readJob, f as releaseTag, gt as createOctokitGitHub, m as packFolder, p as weightsName, vt as writeSummary, yt as refuseOtherRefs } from "./shared.js";
import { join } from "node:path";

// actions/publish/src/main.ts
/**
* Makes a release `<id>@<version>` of every module's version that has none: of a result by publishing the
* draft that holds its weights, of others with the weights in the folder. Again it finds nothing to do.
* @returns the tags of what was released
* @throws Failure MODULE_INVALID; VERIFY_FAILED when the candidate's weights are not those of the module
*/
async function publish(github, order) {
	const { modules } = await readModules(order.root);
	const releases = await github.listReleases();
	const published = [];
	for (const module of modules) {
		const tag = releaseTag(module);
		const found = releases.filter((release) => release.tag === tag);
		if (found.some(({ isDraft }) => !isDraft)) continue;
		await publishModule(github, module, found, order);
		order.info(`Released ${tag}`);
		published.push(tag);
	}
	return published;
}
async function publishModule(github, module, drafts, { root, commit }) {
	const { artifact, changelog = [], version } = module.frontMatter;
	const name = artifact === void 0 ? null : weightsName(artifact.sha256);
	const candidate = drafts.find(({ assets }) => assets.some((asset) => asset.name === name));
	const body = changelog.find((change) => change.version === version)?.changes ?? "";
	if (candidate !== void 0) {
		await github.updateRelease(candidate.id, {
			isDraft: false,
			commit,
			body
		});
		return;
	}
	if (name !== null && module.artifact === null) throw new Failure("VERIFY_FAILED", `modules/${module.id}: expected a candidate with ${name}, found none`, { hint: "It was deleted, or the module names other weights: retrain it." });
	const tag = releaseTag(module);
	const release = await github.createRelease({
		tag,
		title: tag,
		body,
		isDraft: true,
		commit
	});
	if (name !== null) {
		const folder = join(root, "modules", module.id, "artifact");
		await github.uploadAsset(release.id, name, await packFolder(folder));
	}
	await github.updateRelease(release.id, { isDraft: false });
}

// actions/publish/src/index.ts
await runAction(async (signal) => {
	const { apiUrl, label, repository, ref, sha, workspace } = await readJob();
	refuseOtherRefs(ref);
	const token = requireInput("token");
	const github = createOctokitGitHub({
		token,
		repository,
		apiUrl,
		signal,
		job: label
	});
	const root = readInput("root") ?? workspace;
	const published = await publish(github, {
		root,
		commit: sha,
		info
	});
	setOutput("published", published.join("\n"));
	await writeSummary(published.length === 0 ? "Every version has its release." : published.map((tag) => `- released \`${tag}\``).join("\n"));
});

export {  };