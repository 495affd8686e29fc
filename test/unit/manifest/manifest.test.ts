import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { credentialKinds } from "../../../src/account/credentialKind";
import {
  commandIds,
  contentsContextKey,
  contextFlags,
  filteredContextKey,
  rowCommandIds,
  settingNames,
  settingsSection,
  viewIds,
  type Contents,
} from "../../../src/ui/ids";
import { services } from "../../../src/services/index";

interface MenuEntry {
  readonly command: string;
  readonly group?: string;
  readonly when?: string;
}

interface Manifest {
  readonly contributes: {
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly when?: string }[];
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly keybindings?: readonly MenuEntry[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          {
            readonly enum?: readonly string[];
            readonly items?: { readonly enum?: readonly string[] };
          }
        >
      >;
    };
  };
}

const root = new URL("../../../", import.meta.url);
const text = readFileSync(new URL("package.json", root), "utf8");
const { contributes } = JSON.parse(text) as Manifest;
const sentences = JSON.parse(readFileSync(new URL("package.nls.json", root), "utf8")) as Readonly<
  Record<string, string>
>;

const declared = contributes.commands.map(({ command }) => command);
const menuEntries = Object.values(contributes.menus).flat();
const conditions = [
  ...menuEntries.map(({ when }) => when),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...(contributes.keybindings ?? []).map(({ when }) => when),
].filter((when) => when !== undefined);

function sorted(values: Iterable<string>): readonly string[] {
  return [...new Set(values)].sort();
}

describe("package.json and the code", () => {
  it("have the same commands, each once", () => {
    expect([...declared].sort()).toEqual(sorted(Object.values(commandIds)));
  });

  it("have the same views in the same container", () => {
    const containers = contributes.viewsContainers.activitybar.map(({ id }) => id);
    expect(containers).toHaveLength(1);
    expect(Object.keys(contributes.views)).toEqual(containers);
    const views = Object.values(contributes.views).flat();
    expect(sorted(views.map(({ id }) => id))).toEqual(sorted(Object.values(viewIds)));
    const welcomed = contributes.viewsWelcome.map(({ view }) => view);
    // Help and Feedback is never empty.
    expect(sorted([...welcomed, viewIds.help])).toEqual(sorted(Object.values(viewIds)));
  });

  it("have the same settings", () => {
    expect(sorted(Object.keys(contributes.configuration.properties))).toEqual(
      sorted(Object.values(settingNames).map((name) => `${settingsSection}.${name}`)),
    );
  });

  it("offer the same ways to sign in, and the same services", () => {
    const { properties } = contributes.configuration;
    expect(properties[`${settingsSection}.credential`]?.enum).toEqual(credentialKinds);
    expect(properties[`${settingsSection}.services`]?.items?.enum).toEqual(
      services.map(({ id }) => id),
    );
  });

  it("name the services alike", () => {
    for (const { id, name } of services) {
      expect(sentences[`service.${id}`]?.startsWith(name)).toBe(true);
    }
  });

  it("have the same context keys, with values that the code can give", () => {
    const used = conditions.flatMap((when) =>
      [...when.matchAll(/(?<!== )azureDeletedResources\.\w+/g)].map(([key]) => key),
    );
    expect(sorted(used)).toEqual(sorted([contentsContextKey, filteredContextKey]));
    // Each value, and so also each that is added to the type, has to be named here.
    const values: Record<Contents, true> = {
      reading: true,
      signedOut: true,
      waitingForSignIn: true,
      noSubscriptions: true,
      nothingDeleted: true,
      shown: true,
    };
    const given = conditions.flatMap((when) =>
      [...when.matchAll(new RegExp(`${contentsContextKey} == (\\w+)`, "g"))].map(
        ([, value]) => value ?? "",
      ),
    );
    expect(sorted([...given, "shown"])).toEqual(sorted(Object.keys(values)));
  });

  it("have the same flags of tree items, and match each as a whole", () => {
    const flags: readonly string[] = Object.values(contextFlags);
    const matched = conditions
      .filter((when) => when.includes("viewItem"))
      .map((when) => {
        const found = /viewItem (?:=~ \/\(\^\|;\)(\w+)\(;\|\$\)\/|== (\w+))/.exec(when);
        return found?.[1] ?? found?.[2] ?? `not understood: ${when}`;
      });
    expect(matched.filter((flag) => !flags.includes(flag))).toEqual([]);
    expect(sorted(matched)).toEqual(sorted(flags));
  });
});

describe("a menu", () => {
  it("offers declared commands only", () => {
    const offered = menuEntries.map(({ command }) => command);
    expect(offered.filter((command) => !declared.includes(command))).toEqual([]);
  });

  it("of a view names a view that exists", () => {
    const views: readonly string[] = Object.values(viewIds);
    for (const place of ["view/title", "view/item/context"]) {
      for (const { when } of contributes.menus[place] ?? []) {
        expect(views).toContain(/view == ([\w.]+)/.exec(when ?? "")?.[1]);
      }
    }
  });

  it("of the palette leaves out what needs a row to act on", () => {
    // These ask which item is meant when they are called without one.
    const asking: readonly string[] = [
      commandIds.recover,
      commandIds.purge,
      commandIds.showDetails,
      commandIds.copyName,
      commandIds.copyResourceId,
      commandIds.copyCommand,
      commandIds.openInPortal,
    ];
    const onRows = sorted((contributes.menus["view/item/context"] ?? []).map((e) => e.command));
    const hidden = (contributes.menus["commandPalette"] ?? [])
      .filter(({ when }) => when === "false")
      .map(({ command }) => command);
    expect(sorted(rowCommandIds)).toEqual(onRows);
    expect(sorted(hidden)).toEqual(onRows.filter((command) => !asking.includes(command)));
  });

  it("never offers a purge with one click or key", () => {
    const purging: readonly string[] = [commandIds.purge, commandIds.purgeAll];
    const purges = menuEntries.filter(({ command }) => purging.includes(command));
    expect(new Set(purges.map(({ command }) => command)).size).toBe(purging.length);
    expect(purges.filter(({ group }) => group?.startsWith("inline") ?? false)).toEqual([]);
    const keys = (contributes.keybindings ?? []).map(({ command }) => command);
    expect(keys.filter((command) => purging.includes(command))).toEqual([]);
  });
});

describe("package.nls.json", () => {
  const used = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? "");

  it("has each sentence that package.json asks for, and no other", () => {
    expect(sorted(used)).toEqual(sorted(Object.keys(sentences)));
  });

  it("has text in each, and links to commands that exist", () => {
    for (const sentence of Object.values(sentences)) {
      expect(sentence.trim()).not.toBe("");
      for (const [, command] of sentence.matchAll(/\(command:([\w.]+)\)/g)) {
        expect(declared).toContain(command);
      }
    }
  });
});

describe("a picture that package.json names", () => {
  it.each(sorted([...text.matchAll(/"(media\/[^"]+)"/g)].map(([, path]) => path ?? "")))(
    "%s is there",
    (path) => {
      expect(existsSync(new URL(path, root))).toBe(true);
    },
  );
});
