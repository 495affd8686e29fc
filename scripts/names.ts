import { statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { describeReason } from "../src/features/fileChecks/reasons";
import { declarationsOf, type Declaration } from "../src/templates/deployment/declarations";
import { patternOf } from "../src/templates/deployment/names";
import { plainText, unknownFor } from "../src/templates/evaluation/values";
import { deploymentsOf, templatesBelow } from "./folderDeployments";
import { nodeFiles, textOf } from "./nodeFiles";

/** What is printed of a declaration. */
interface Line {
  readonly file: string;
  readonly line: number;
  readonly type: string;
  readonly name?: string;
  readonly pattern?: string;
  readonly reason?: string;
}

const usage = "npm run names -- FOLDER_OR_FILE [--environment NAME] [--subscription ID] [--json]";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    environment: { type: "string" },
    subscription: { type: "string" },
    json: { type: "boolean", default: false },
  },
});

function lineOf(declaration: Declaration, folder: string): Line {
  const { file, start, type, name, isDeployed } = declaration;
  const text = plainText(name);
  const pattern = name.kind === "text" && text === undefined ? patternOf(name) : undefined;
  const isOff = isDeployed.kind === "boolean" && !isDeployed.isTrue;
  const reason = text === undefined ? describeReason(unknownFor("name", name).reason) : undefined;
  return {
    file: relative(folder, file),
    line: (textOf(file) ?? "").slice(0, start).split("\n").length,
    type,
    ...(text === undefined ? {} : { name: text }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(isOff
      ? { reason: "Not deployed: the condition is false." }
      : reason === undefined
        ? {}
        : { reason }),
  };
}

function shown({ file, line, type, name, pattern, reason }: Line): string {
  const found = name ?? pattern ?? "?";
  return `${file}:${line}  ${type}  ${found}${reason === undefined ? "" : `  (${reason})`}`;
}

async function main(): Promise<void> {
  const [given] = positionals;
  if (given === undefined) {
    process.stderr.write(`${usage}\n`);
    process.exitCode = 1;
    return;
  }
  const path = resolve(given).replaceAll("\\", "/");
  const isFolder = statSync(path).isDirectory();
  const paths = isFolder ? templatesBelow(path) : [path];
  const deployments = await deploymentsOf(paths, nodeFiles(), options.environment);
  const declarations = deployments.flatMap((deployed) =>
    deployed.given.flatMap((way) =>
      declarationsOf(deployed, way, { subscriptionId: options.subscription }),
    ),
  );
  const folder = isFolder ? path : process.cwd();
  const lines = declarations.map((declaration) => lineOf(declaration, folder));
  const different = new Map(lines.map((line) => [JSON.stringify(line), line]));
  for (const [json, line] of different) {
    process.stdout.write(`${options.json ? json : shown(line)}\n`);
  }
}

await main();
