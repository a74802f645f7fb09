import { Bt as sandboxWords, Gt as readInput, Ht as runAction, Kt as requireInput, Lt as runTool, Vt as childEnvironment, an as isModuleId, on as Failure, qt as recordText, tn as parseRecord, un as info, zt as sandboxEnvironment } from "./shared.js";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

// actions/benchmark/src/main.ts
const timeoutMs = 18e5;
/**
* Measures a module as the checkout has it, and writes the signed report.
* @throws Failure USAGE, those of the benchmark
*/
async function benchmark({ module, out, ...inputs }, { env, signal, info }) {
	if (!isModuleId(module)) throw new Failure("USAGE", "Input module: expected the name of a module, found another text");
	const work = await mkdtemp(join(env["RUNNER_TEMP"] ?? tmpdir(), "benchmark-"));
	try {
		const tool = {
			folder: resolve(inputs.tool),
			timeoutMs,
			signal,
			info,
			env: {
				...await childEnvironment(env, {
					...inputs,
					secret: void 0,
					work
				}),
				...sandboxEnvironment(env)
			}
		};
		const words = [
			"benchmark",
			module,
			...sandboxWords(env),
			"--json"
		];
		const record = await runTool(tool, words, () => {});
		const report = parseRecord("benchmarkReport", record, "orangery benchmark");
		const name = `${report.benchmark}@${report.module.version}.json`;
		await mkdir(resolve(out), { recursive: true });
		await writeFile(join(resolve(out), name), recordText(report));
	} finally {
		await rm(work, {
			recursive: true,
			force: true
		});
	}
}

// actions/benchmark/src/index.ts
await runAction(async (signal) => {
	await benchmark({
		tool: requireInput("tool"),
		module: requireInput("module"),
		out: requireInput("out"),
		cache: readInput("cache"),
		signingKey: readInput("signing-key"),
		state: readInput("state")
	}, {
		env: process.env,
		signal,
		info
	});
});

export {  };