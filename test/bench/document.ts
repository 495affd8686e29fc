import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { format } from "prettier";
import { HostError } from "../host/commands";
import { repositoryRoot } from "../host/layout";
import type { Row } from "./table";

const begin = "<!-- What follows is written by `npm run bench -- --document`. -->";
const end = "<!-- End of what is written. -->";
/** A row of what a whole is made of. */
const isPart = /^(at activation|a moment later|later|loaded by nothing in this build): /;

/** Writes the rows of a run into docs/performance.md. */
export async function writeDocument(rows: readonly Row[]): Promise<void> {
  const file = join(repositoryRoot, "docs", "performance.md");
  const text = await readFile(file, "utf8");
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new HostError(`${file} has no place for the table.`);
  }
  const whole = rows.filter(({ name }) => !isPart.test(name));
  const parts = rows.filter(({ name }) => isPart.test(name));
  const written = [
    begin,
    markdownTable(whole),
    "<details><summary>What is loaded when</summary>",
    markdownTable(parts),
    "</details>",
    "",
  ].join("\n\n");
  const all = `${text.slice(0, from)}${written}${text.slice(to)}`;
  await writeFile(file, await format(all, { parser: "markdown", printWidth: 100 }));
}

function markdownTable(rows: readonly Row[]): string {
  return [
    "| what | measured | target | met |",
    "| --- | ---: | ---: | --- |",
    ...rows.map(({ name, value, unit, target, isFloor, ok }) => {
      const bound = target === undefined ? "" : `${isFloor === true ? "≥" : "≤"} ${target}`;
      const met = ok === undefined ? "" : ok ? "yes" : "**no**";
      return `| ${name} | ${value.toFixed(2)} ${unit} | ${bound} | ${met} |`;
    }),
  ].join("\n");
}
