import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as ts from "typescript";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missingFacts, newService } from "../../../scripts/newService";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folders = ["src/services", "test/simulator/services", "test/catalogue"];
const index = "src/services/index.ts";

describe("the files of services", () => {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name}`),
  );

  it.each(paths)("%s lacks no fact", (path) => {
    const missing = missingFacts(readFileSync(join(root, path), "utf8"));
    expect(missing.map(({ line, fact }) => `${path}:${String(line)} ${fact}`)).toEqual([]);
  });
});

describe("npm run new-service", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "new-service-"));
    for (const below of folders) {
      mkdirSync(join(folder, below), { recursive: true });
    }
    cpSync(join(root, index), join(folder, index));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function written(path: string): string {
    return readFileSync(join(folder, path), "utf8");
  }

  it("writes the three files of a service and its lines in the catalogue", () => {
    const before = written(index).split("\n");
    expect(newService("crates", folder)).toEqual([
      "src/services/crates.ts",
      "test/simulator/services/crates.ts",
      "test/catalogue/crates.ts",
      index,
    ]);
    const after = written(index).split("\n");
    expect(after.filter((line) => !before.includes(line))).toEqual([
      'import { crates } from "./crates";',
      "  crates,",
    ]);
    expect(before.filter((line) => !after.includes(line))).toEqual([]);
    expect(after.indexOf('import { crates } from "./crates";')).toBe(
      before.indexOf('import { keyVault } from "./keyVault";'),
    );
    expect(after[after.indexOf("  crates,") + 1]).toBe("];");
  });

  it("asks in each file for the facts that only a person knows", () => {
    const facts = newService("crates", folder)
      .filter((path) => path !== index)
      .map((path) => missingFacts(written(path)).map(({ fact }) => fact));
    expect(facts.map((asked) => asked.length > 5)).toEqual([true, true, true]);
    expect(facts[0]).toContain(
      "namespace and type of the live resource, as in Microsoft.KeyVault/vaults",
    );
    expect(facts[1]).toContain("api-versions, newest first");
    expect(facts[2]).toContain("a published item, as it is");
  });

  it("finds a fact with its line", () => {
    expect(missingFacts('a\nb: "<< one >>", // << two words >>\n1 << 2')).toEqual([
      { line: 2, fact: "one" },
      { line: 2, fact: "two words" },
    ]);
  });

  it.each(["", "Crates", "key-vault", "../crates", "a"])("refuses the id %j", (id) => {
    expect(() => newService(id, folder)).toThrow(/can't be the id of a service/);
  });

  it("leaves a service that exists as it is", () => {
    newService("crates", folder);
    const before = written(index);
    expect(() => newService("crates", folder)).toThrow("src/services/crates.ts exists already.");
    expect(written(index)).toBe(before);
  });

  it("writes what the compiler accepts", () => {
    const texts = new Map(
      newService("crates", folder).map((path) => [join(root, path), written(path)]),
    );
    const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) =>
      ts.sys.readFile(path),
    ) as {
      readonly config: unknown;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const host = ts.createCompilerHost(options);
    const disk = { ...host };
    host.fileExists = (path) => texts.has(path) || disk.fileExists(path);
    host.readFile = (path) => texts.get(path) ?? disk.readFile(path);
    host.getSourceFile = (path, language, ...rest) => {
      const text = texts.get(path);
      return text === undefined
        ? disk.getSourceFile(path, language, ...rest)
        : ts.createSourceFile(path, text, language);
    };
    const program = ts.createProgram([...texts.keys()], options, host);
    const errors = [...texts.keys()].flatMap((path) => {
      const file = program.getSourceFile(path);
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    });
    expect(errors.map(({ messageText }) => messageText)).toEqual([]);
    expect(texts.size).toBe(4);
  });
});
