import * as prettier from "prettier";
import { kindIds, kindOf } from "./kinds";
import { cells } from "./matrix";
import { moments } from "./moments";
import type { Outcome } from "./outcome";

const signs: Readonly<Record<Outcome, readonly [sign: string, meaning: string]>> = {
  goesOn: ["✓", "succeeds as if there were no fault"],
  saysSo: [
    "!",
    "one sentence in the affected place says why; everything else is shown, and nothing is sent",
  ],
  refused: ["–", "is sent, and fails with one sentence about Azure's refusal"],
  noted: ["~", "succeeds, with one sentence about what couldn't be verified"],
  uncertain: ["?", "ends as uncertain, says so, and isn't sent again"],
};

/** docs/reliability.md, from the matrix that `npm run test:faults` plays. */
export async function reliabilityDocument(file: URL): Promise<string> {
  const options = (await prettier.resolveConfig(file)) ?? {};
  return prettier.format(unformatted(), { ...options, filepath: file.pathname });
}

function unformatted(): string {
  const count = String(cells.length);
  return `${[
    "<!-- Written by `npm run generate` from test/faults/matrix.ts. -->",
    "# Reliability",
    `\`npm run test:faults\` runs ${count} fault-injection scenarios. Each scenario injects one fault into one request and is one test: the product, without its window, over HTTPS against a simulated Azure. A scenario that ends in another way than the table says fails the build.`,
    [
      "Every scenario also asserts that:",
      [
        "- No error is left unhandled.",
        "- Azure can't have accepted a purge twice.",
        "- The rest of the tree stays visible.",
        "- The operation files are complete and ended, and the next window reads the same operations from them.",
        "- A sentence says what happened.",
        "- No request and no token reaches another host. A second host listens during the test.",
        "- The log names no resource.",
        "- **Nothing is lost**: after the fault ends, a refresh shows everything, and an action that failed can be run again.",
      ].join("\n"),
    ].join("\n\n"),
    [
      "| sign | how the scenario ends | scenarios |",
      "| :-: | --- | --: |",
      ...Object.entries(signs).map(([outcome, [sign, meaning]]) => {
        const of = cells.filter((cell) => cell.outcome === outcome).length;
        return `| ${sign} | ${meaning} | ${String(of)} |`;
      }),
    ].join("\n"),
    "## Requests",
    moments
      .map(([id, { title }], index) => {
        const of = String(cells.filter(({ moment }) => moment === id).length);
        return `${String(index + 1)}. ${title}: ${of} scenarios`;
      })
      .join("\n"),
    "## Results by fault and request",
    "The columns are the requests above. An empty cell is a fault that can't happen in that request, or that a similar request covers.",
    [
      `| fault | ${moments.map((_, index) => String(index + 1)).join(" | ")} |`,
      `| --- |${moments.map(() => " :-: |").join("")}`,
      ...kindIds.map((kind) => {
        const places = moments.map(([moment]) => {
          const cell = cells.find((one) => one.moment === moment && one.kind === kind);
          return cell === undefined ? " " : signs[cell.outcome][0];
        });
        return `| ${kindOf(kind).title} | ${places.join(" | ")} |`;
      }),
    ].join("\n"),
    "## Windows",
    [
      "| what happens | tested in |",
      "| --- | --- |",
      ...windows.map(([what, where]) => `| ${what} | ${where} |`),
    ].join("\n"),
  ].join("\n\n")}\n`;
}

/** Faults outside of a request. */
const windows: readonly (readonly [what: string, where: string])[] = [
  [
    "the process is killed after each state is saved, and while each request is answered",
    "`test/unit/operations/crashing.test.ts`",
  ],
  [
    "windows close, reload, sleep, and take over from each other at any time, with any fault",
    "`test/property/runner.test.ts`",
  ],
  ["the disk is full at any write", "`test/property/runner.test.ts`"],
  ["two windows act on the same resource", "`test/unit/operations/windows.test.ts`"],
  ["a real window is reloaded, and its process is killed", "`test/e2e/survive.test.ts`"],
  [
    "a person signs out in a real window, and a tenant asks for another sign-in",
    "`test/e2e/signIn.test.ts`",
  ],
];
