import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { services } from "../../src/services/index";
import { cases } from "../catalogue/all";
import { findOpenApiFolder } from "./openApi";

const folder = findOpenApiFolder();

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** Every published schema of a property of this name in a provider's files. */
function published(provider: string, property: string): readonly Schema[] {
  const root = join(folder ?? "", "specification");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.includes(`/${provider}/`) && path.endsWith(".json"))
    .flatMap((path) => {
      const file = JSON.parse(readFileSync(join(root, path), "utf8")) as {
        readonly definitions?: Readonly<Record<string, Schema>>;
      };
      return Object.values(file.definitions ?? {}).flatMap(({ properties }) => {
        const schema = properties?.[property];
        return schema === undefined ? [] : [schema];
      });
    });
}

describe.skipIf(folder === undefined)("what has a deployment recover", () => {
  const recovering = services.flatMap(({ id, resourceType, deployment }) =>
    deployment?.recoverProperty === undefined
      ? []
      : [{ id, provider: resourceType.split("/")[0] ?? "", ...deployment.recoverProperty }],
  );

  it("is there for the services that have it", () => {
    const byName = cases.filter(({ recoversByName }) => recoversByName === true);
    expect(byName.length).toBeGreaterThan(0);
    expect(recovering.map(({ id }) => id).sort()).toEqual(
      byName.map(({ service }) => service.id).sort(),
    );
  });

  it.each(recovering)("of $id is published as $name: $value", ({ provider, name, value }) => {
    const fitting = published(provider, name).filter((schema) =>
      value === true
        ? schema.type === "boolean"
        : // The service tells cases apart where the schema has another one: managedHsm.ts says so.
          schema.enum?.some((one) => one.toLowerCase() === value.toLowerCase()),
    );
    expect(fitting.length).toBeGreaterThan(0);
  });
});
